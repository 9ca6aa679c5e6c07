"""Reads what a step writes, however much that is, and keeps a bounded part of it."""
