"""Checklists that people write in Markdown: read, bound to gates, and ticked."""
