"""What a row is bound to: gates, pieces of their evidence, or people who sign."""
