"""The bytes of a body: compression, charset, JSON, pages."""
