"""The zero-downtime probe: whether a service responded all the time."""
