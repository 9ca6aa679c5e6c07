"""Proposals of bindings for a document that has none yet."""
