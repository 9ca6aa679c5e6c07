"""Explanations of the gates of the deployment section."""

PLACE = 40  # in the checklist
