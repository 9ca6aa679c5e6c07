"""The language of checklists: words, parts of a row, and how people speak of what a gate judges."""
