"""Keepers: helper processes that make sure that no process or folder of a run outlives it."""
