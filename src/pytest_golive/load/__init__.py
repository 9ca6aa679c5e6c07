"""Load tests: what is sent, what is measured, and how to interpret it."""
