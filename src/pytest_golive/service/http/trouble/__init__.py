"""What a failed request means, in words."""
