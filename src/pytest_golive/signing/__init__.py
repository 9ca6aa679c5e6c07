"""What only people can decide: their signatures, who they are, and what their words are bound to."""
