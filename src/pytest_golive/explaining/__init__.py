"""What is said about each gate: what it checks, why, and how to mend it."""
