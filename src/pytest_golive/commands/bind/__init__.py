"""`golive bind`: bindings proposed for a document, and written into it."""
