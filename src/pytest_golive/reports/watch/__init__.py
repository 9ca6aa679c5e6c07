"""A watch as it is seen while it is held: in place on a terminal, a line per minute in a log."""
