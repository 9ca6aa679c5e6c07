"""How processes of ours are started, watched and ended."""
