"""The journal of a target: what was done to it, line by line, so that a deployment can be killed at any moment."""
