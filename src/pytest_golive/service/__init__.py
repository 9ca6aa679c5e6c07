"""Checks of the running service: whether it responds, which release it is, and whom it accepts and rejects."""
