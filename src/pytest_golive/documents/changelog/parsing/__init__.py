"""Parses a changelog: its headings, versions, dates and links."""
