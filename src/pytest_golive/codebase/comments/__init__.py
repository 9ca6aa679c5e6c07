"""Finds words in comments."""
