"""The steps of a deployment: what one is, in which order they come, and how one is run."""
