"""What a query computes that a team wrote: a share of failed requests, a percentile, an amount; never guessed."""
