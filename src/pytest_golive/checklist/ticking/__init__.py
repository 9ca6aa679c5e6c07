"""Tick a checklist's document, and write the result after each row."""
