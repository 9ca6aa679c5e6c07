"""Whether what a README tells people to type is there."""
