"""Fire drills: a marked alert is sent, its delivery is seen, and it is ended in any case."""
