"""The built-in gates: one module for each section of the go-live checklist, one test function for each row.

Rows that only one kind of project can prove say so: a whole section by ``KIND = "service"``, one row by
``@gate("…", kind="service")``.
"""
