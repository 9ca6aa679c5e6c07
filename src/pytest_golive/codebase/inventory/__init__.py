"""What is tracked, what of it is source, and what was not looked at."""
