"""Whether a service reports that it is healthy, in the words of any framework."""
