"""What one run shares, and what its verdict stands on besides measurements."""
