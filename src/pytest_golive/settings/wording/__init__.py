"""Texts about settings: descriptions, the titles in force, messages about faults."""
