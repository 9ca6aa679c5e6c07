"""What all parts of one run share, and what its verdict relies on besides measurements."""
