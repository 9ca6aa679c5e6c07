"""Transport security: certificate, TLS, redirects, headers and cookies."""
