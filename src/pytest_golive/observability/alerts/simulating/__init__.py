"""Simulations of rules: feed them series that cross a limit, and see whether they fire."""
