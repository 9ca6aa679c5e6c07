"""Grafana's HTTP API, and how its answers are read."""
