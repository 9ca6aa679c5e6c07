"""Credentials: where they come from, what is shown of them, whom they are shown to."""
