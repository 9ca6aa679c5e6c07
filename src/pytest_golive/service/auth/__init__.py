"""Log-ins: whom a service admits, and whom it refuses in every disguise."""
