"""``golive watch``: the watch after a deployment, alone."""
