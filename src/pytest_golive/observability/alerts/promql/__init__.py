"""Expressions of PromQL as trees."""
