"""Alerts: whether the rules would fire, and whether somebody would be called."""
