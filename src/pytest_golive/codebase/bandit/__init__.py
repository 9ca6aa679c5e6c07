"""Vulnerable code, found by bandit."""
