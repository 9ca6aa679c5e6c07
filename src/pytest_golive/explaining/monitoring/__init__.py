"""Explanations of the gates of the monitoring section."""

PLACE = 75  # in the checklist
