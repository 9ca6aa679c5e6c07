"""The zero-downtime probe: whether a service answered all the while."""
