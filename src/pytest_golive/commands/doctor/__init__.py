"""``golive doctor``: what is set up, what is missing, and what to write first."""
