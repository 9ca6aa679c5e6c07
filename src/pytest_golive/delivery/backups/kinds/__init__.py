"""Kinds of backups: how each is read whole, and restored."""
