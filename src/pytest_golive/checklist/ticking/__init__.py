"""A checklist's document comes back ticked, with what was found behind each row."""
