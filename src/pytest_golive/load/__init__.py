"""Load on a service: what is sent, what is measured, and what the measurements say."""
