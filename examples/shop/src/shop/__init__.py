"""A small shop over HTTP."""

__version__ = "1.2.0"
