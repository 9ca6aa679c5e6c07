"""Check that each required document was updated with the code that it covers since the last release."""
