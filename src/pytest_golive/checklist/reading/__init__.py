"""A checklist's document: its text, and the rows in it."""
