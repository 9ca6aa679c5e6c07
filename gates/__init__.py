"""The built-in gates: one module for each section of the go-live checklist, one test function for each row."""
