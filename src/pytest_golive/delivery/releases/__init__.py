"""Which release came before this one."""
