"""Gitea and Forgejo, by the documentation at /api/swagger of each."""
