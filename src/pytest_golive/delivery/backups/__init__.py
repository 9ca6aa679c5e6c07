"""Backups: found, and proven on a ladder from their age to a restore that is compared with a manifest."""
