"""What was signed about the release that is checked out, and by whom that may be."""
