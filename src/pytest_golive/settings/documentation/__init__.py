"""Settings about the documentation section."""
