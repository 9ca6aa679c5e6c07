"""The kind of a project, by what starts, serves or packages it."""
