"""Servers from other projects or stock libraries, and some that misbehave: all on loopback."""
