"""The public API: what is in it, and whether what is written about it is true."""
