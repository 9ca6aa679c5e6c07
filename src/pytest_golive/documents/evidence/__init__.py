"""What a document itself shows that is not so any more, beyond doubt: only that fails a release."""
