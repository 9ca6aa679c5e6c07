"""``golive backup``: what is written when a backup is made."""
