"""The running service, as strangers and customers meet it."""
