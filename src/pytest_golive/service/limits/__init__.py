"""Rate limits: whether a service rejects who asks too often, and only them."""
