"""Logging in by a form, and out again, as a browser does."""
