"""The results of a load test: whether to trust them, and how to show them."""
