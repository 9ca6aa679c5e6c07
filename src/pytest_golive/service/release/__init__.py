"""Which release a service reports, on every instance, and whether that is stable."""
