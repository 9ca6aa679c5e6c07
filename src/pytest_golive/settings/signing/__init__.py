"""Who may sign, what for, and which phase needs the record of which."""
