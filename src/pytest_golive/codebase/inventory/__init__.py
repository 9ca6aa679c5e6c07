"""The tracked files: which of them are source, and which could not be read."""
