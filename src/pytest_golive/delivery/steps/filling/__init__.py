"""Fills placeholders into commands without letting a value do harm."""
