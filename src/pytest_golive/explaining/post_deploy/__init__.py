"""Explanations of the gates about the time after a deployment."""

PLACE = 80  # in the checklist
