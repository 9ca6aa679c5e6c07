"""Times that were good, and whether today's are slower."""
