"""The built-in gates: one module for each section of the go-live checklist, one test function for each row.

A row that is due for one kind of project only says so: a whole section with ``KIND = "service"``, one row with
``@gate("…", kind="service")``; with ``kind=""`` one of such a section is due for all.
"""
