"""Rate limits: whether a service rejects clients that send too many requests, and only those."""
