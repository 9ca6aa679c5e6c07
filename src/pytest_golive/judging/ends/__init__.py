"""How rows end, and how that is counted."""
