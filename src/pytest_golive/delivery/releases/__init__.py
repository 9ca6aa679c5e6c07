"""Finds the previous release."""
