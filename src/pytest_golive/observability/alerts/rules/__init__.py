"""Alerting and recording rules: those that a server has loaded, and those in files of the repository."""
