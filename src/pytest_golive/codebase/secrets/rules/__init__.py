"""Rules by which a value counts as a secret."""
