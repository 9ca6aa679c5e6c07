"""Merges the recorder's events into one result for each test."""
