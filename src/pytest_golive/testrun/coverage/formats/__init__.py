"""Coverage reports in every format."""
