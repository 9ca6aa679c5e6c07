"""Read the text of a checklist's document and the rows in it."""
