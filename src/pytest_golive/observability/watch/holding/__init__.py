"""How a watch is held: when a sample is taken, how, and what ends it."""
