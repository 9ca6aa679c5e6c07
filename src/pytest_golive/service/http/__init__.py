"""Requests and responses, and the safety rules for them."""
