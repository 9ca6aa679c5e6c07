"""What is written about the public API: docstrings and reference pages, held against the code."""
