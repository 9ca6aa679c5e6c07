"""The places that declare a project's version, and whether they agree."""
