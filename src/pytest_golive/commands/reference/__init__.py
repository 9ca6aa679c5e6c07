"""The checklist as reference documentation: the gates by name, and the pages."""
