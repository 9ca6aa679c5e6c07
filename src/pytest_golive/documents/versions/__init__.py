"""Where a project says which version it is, and whether all places agree."""
