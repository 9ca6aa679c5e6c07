"""``golive init``: settings that fit a repository."""
