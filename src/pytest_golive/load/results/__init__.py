"""What a load measured, whether to believe it, and how to show it."""
