"""Queries in PromQL that others wrote: which series they select, and the same for another window or one service."""
