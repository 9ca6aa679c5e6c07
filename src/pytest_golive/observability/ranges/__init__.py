"""Signals over a time of the past: one value for each window, and the holes between them."""
