"""What an attempt came to: accepted or rejected, and how that is known."""
