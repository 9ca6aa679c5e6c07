"""What the server says when it evaluates parts of a rule: the buckets that are there, the partners that sides find."""
