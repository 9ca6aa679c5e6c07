"""The processes that send the load."""
