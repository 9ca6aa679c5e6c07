"""What the code standards state, held against what the project's configuration enforces."""
