"""The rows of a checklist: those collected, those that source files define, and those missing."""
