"""Explanations of the gates of the security section."""

PLACE = 20  # in the checklist
SAID = (
    "security gate passed",
    "security checklist complete",
)  # of the whole section
