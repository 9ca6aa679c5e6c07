"""Alerts that fired over a time, and whether somebody has answered each."""
