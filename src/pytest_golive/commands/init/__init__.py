"""``golive init``: proposes settings that fit a repository."""
