"""Signals of requests: the error rate and the response times, by the metrics of each exporter."""
