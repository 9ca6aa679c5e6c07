"""Coverage in every format, compared with the source."""
