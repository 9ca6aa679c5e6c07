"""Where a detector can find anything at all."""
