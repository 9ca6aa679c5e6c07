"""Vulnerable code, as bandit sees it."""
