"""Releases that a forge publishes, with their notes."""
