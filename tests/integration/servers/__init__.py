"""Servers that nobody here wrote, or that stock libraries make, and some that misbehave: all on loopback."""
