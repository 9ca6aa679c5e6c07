"""JSON Web Tokens: read, signed, forged."""
