"""The result of an attempt: accepted or rejected, and how that is known."""
