"""Propose bindings for a document that has none yet."""
