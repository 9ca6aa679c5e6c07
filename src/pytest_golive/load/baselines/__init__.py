"""Recorded response times, and whether today's are slower."""
