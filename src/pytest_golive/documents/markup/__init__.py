"""Markdown, reStructuredText and notebooks, each taken apart by the library that knows it."""
