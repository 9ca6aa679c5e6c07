"""What a release has taught: the document about it, written from facts and completed by people."""
