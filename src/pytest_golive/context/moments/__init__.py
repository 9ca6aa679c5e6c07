"""Moments in the life of a release that several rows count from."""
