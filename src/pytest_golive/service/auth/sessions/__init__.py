"""Log-in by a form and log-out, as in a browser."""
