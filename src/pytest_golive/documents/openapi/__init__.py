"""OpenAPI documents: read, compared with what is served, and with those of the previous release."""
