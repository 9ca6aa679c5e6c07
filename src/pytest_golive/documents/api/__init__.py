"""The public API of the project, as griffe reads it."""
