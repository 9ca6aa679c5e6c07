"""The wire: certificate, TLS, redirects, headers and cookies."""
