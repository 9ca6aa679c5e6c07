"""Users and clients of the service, and how they authenticate."""
