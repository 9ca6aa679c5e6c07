"""Which release a service says it is, on every instance, and whether it stays so."""
