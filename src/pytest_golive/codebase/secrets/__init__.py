"""Secrets in files and in the history: what finds them, how sure it is, and what may be said of them."""
