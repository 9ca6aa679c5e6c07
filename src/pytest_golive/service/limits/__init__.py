"""Rate limits: whether a service refuses who asks too often, and only them."""
