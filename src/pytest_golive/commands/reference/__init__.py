"""What is in the checklist, for people: the gates by name, and the pages of the reference."""
