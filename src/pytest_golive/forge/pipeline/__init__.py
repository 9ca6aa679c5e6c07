"""The checks of one commit: which ran, which must be green, and whether they are."""
