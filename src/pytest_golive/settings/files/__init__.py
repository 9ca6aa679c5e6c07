"""The files that settings stand in."""
