"""A release on the remote repository: branches, tags and their commits."""
