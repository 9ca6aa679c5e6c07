"""The running service: whether it answers, which release it is, and whom it admits and refuses."""
