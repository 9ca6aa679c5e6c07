"""Words in comments."""
