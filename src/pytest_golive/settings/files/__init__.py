"""The files with settings."""
