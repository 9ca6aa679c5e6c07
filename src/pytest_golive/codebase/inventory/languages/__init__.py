"""The languages of files."""
