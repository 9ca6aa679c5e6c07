"""Hides secrets: those that this process knows, and those that text from other programs may hold."""
