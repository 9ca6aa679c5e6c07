"""Explanations of the gates of the infrastructure section."""

PLACE = 30  # in the checklist
