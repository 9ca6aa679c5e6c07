"""The types of values in the settings."""
