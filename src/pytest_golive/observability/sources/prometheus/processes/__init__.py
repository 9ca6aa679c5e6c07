"""The processes of a service: those that are scraped, and those that are only heard of; each of them once."""
