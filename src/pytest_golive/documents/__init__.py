"""Compare what the project's documents say with the code, the configuration and the last release."""
