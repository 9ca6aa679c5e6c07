"""A verdict as a record, and as an attestation."""
