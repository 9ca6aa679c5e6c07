"""Requests and answers, and what keeps them from harm."""
