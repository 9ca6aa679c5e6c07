"""Code that is loaded into the project's own test run; see `writing`."""
