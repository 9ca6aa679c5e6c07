"""The way back to the release before: whether it is there, how it is rehearsed, and a branch that reverts a release."""
