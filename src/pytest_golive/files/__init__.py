"""The user's files and our own folders: whole or not at all."""
