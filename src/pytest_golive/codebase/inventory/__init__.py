"""The tracked files: which are source, and which cannot be read."""
