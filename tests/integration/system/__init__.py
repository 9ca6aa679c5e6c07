"""A small real system on one machine: two instances behind a balancer, PostgreSQL, and a team's scripts in a git repository."""
