"""Requests to a forge's REST interface, and the meaning of its responses."""
