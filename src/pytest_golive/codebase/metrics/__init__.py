"""Lines and complexity."""
