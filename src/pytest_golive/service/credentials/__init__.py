"""Credentials: where they come from, what may be shown of them, and which services they are sent to."""
