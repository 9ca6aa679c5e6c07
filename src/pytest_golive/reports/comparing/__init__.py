"""What changed between the records of two runs, such as of two candidates of a release."""
