"""Settings of the documentation section."""
