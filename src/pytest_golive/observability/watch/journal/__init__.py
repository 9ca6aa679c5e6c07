"""The file of a watch: every sample as it is taken, one JSON object on each line."""
