"""What one set of settings allows and another does not."""
