"""What a value of the settings may be."""
