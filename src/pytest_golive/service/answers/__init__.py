"""Whether a response is the expected one."""
