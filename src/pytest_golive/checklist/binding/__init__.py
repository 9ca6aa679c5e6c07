"""Bindings: they tie a row to gates, to pieces of evidence, or to people who sign."""
