"""Explanations of the gates about a rollback."""

PLACE = 85  # in the checklist
