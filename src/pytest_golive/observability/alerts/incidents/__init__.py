"""What alerts that fire in the same incident do to each other."""
