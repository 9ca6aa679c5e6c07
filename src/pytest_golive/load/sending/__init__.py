"""The processes that send."""
