"""Which release came before."""
