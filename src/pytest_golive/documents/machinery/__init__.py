"""What a project's own machinery may define, so that nothing but its build can say that a document lacks it."""
