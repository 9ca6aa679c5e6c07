"""Who may sign which rows, and which phase needs the record of which other phase."""
