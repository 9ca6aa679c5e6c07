"""Settings of a watch that are tables of their own."""
