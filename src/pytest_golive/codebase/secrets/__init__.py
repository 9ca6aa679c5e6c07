"""Secrets in files and in the history: scanners, confidence, and what reports may show."""
