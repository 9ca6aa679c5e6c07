"""Settings about a target."""
