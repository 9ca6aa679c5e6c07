"""What a pipeline is told to do after a run: continue, hold, or roll back."""
