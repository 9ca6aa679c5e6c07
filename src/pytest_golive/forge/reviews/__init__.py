"""Which merged changes a release holds, and who approved each of them."""
