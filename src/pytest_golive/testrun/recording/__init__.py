"""What the recorder wrote, made one result for each test."""
