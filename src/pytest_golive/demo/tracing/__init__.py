"""Traces of the service: W3C contexts, spans, and their export by OTLP over HTTP."""
