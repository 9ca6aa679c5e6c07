"""Log-ins: whom a service accepts, and whether it rejects everything else, including forgeries."""
