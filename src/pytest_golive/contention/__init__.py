"""What else uses this machine during a measurement: a busy machine must not look like a slow service."""
