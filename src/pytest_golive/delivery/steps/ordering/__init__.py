"""The order of the steps of a deployment."""
