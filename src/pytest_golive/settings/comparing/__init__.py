"""What one set of settings lets through that another does not."""
