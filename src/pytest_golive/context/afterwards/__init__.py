"""What became of the release before in the days after its deployment."""
