"""Whether a service says that it can work, in the words of any framework."""
