"""The rows of a checklist: found, promised, missing."""
