"""Log-ins: whom a service accepts, and whom it rejects in every disguise."""
