"""Signatures of people on rows and records: who may sign, how identities are proven, and what is signed."""
