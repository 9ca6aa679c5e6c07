"""Dashboards in Grafana: whether they are there, are what the repository holds, and show data of this service."""
