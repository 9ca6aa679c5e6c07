"""The settings of the infrastructure section: the load, the forge, and its pipeline."""
