"""Settings about the alerts of a target: their rules, and whom they reach."""
