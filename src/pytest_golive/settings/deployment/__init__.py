"""The settings about a deployment, and about the watch after it."""
