"""pytest's side of a run: from its start to its exit status."""
