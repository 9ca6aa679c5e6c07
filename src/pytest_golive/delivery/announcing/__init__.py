"""Announces a release: the message, its format for each channel, and whether it arrived."""
