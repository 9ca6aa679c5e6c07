"""The settings about going back to the release before."""
