"""What rolls a release back: the triggers, and which of them have fired."""
