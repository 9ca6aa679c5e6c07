"""Parse Markdown, reStructuredText and notebooks, each with the library for its format."""
