"""The explanation of each gate: what it checks, why, and how to fix a red row."""
