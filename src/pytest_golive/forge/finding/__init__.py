"""Which forge a clone belongs to: by its remote, the settings, the CI system, or the host's responses."""
