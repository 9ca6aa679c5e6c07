"""The running service: whether it answers, which release it is, and whom it accepts and refuses."""
