"""``golive journal``: what was done to a target, where it stopped, and how to go on."""
