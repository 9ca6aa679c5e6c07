"""Answers that no sound service gives, and a server that gives them."""
