"""What the command line asks of a run, held against the settings before anything starts."""
