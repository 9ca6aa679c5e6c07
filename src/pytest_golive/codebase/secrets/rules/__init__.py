"""What makes a value a secret."""
