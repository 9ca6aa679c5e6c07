"""A query of the team's own: what it computes, of whom, and whether it could see a failure."""
