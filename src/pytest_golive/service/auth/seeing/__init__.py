"""What an attempt came to: admitted or refused, and how that is known."""
