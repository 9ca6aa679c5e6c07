"""What the project's documents say, held against the code, the configuration and the last release."""
