"""Coverage in every format, held against the source."""
