"""Whether each required document followed what it covers since the last release."""
