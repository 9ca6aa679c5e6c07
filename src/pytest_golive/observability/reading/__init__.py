"""YAML from a repository: read within bounds, each value with its line; and what is wrong with it, all at once."""
