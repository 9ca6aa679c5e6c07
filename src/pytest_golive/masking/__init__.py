"""What must never be shown, and what others said as it may be quoted."""
