"""What the code standards state, compared with what the project's configuration enforces."""
