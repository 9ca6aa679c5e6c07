"""Traces: a request is sent, and found again in Jaeger, Tempo or Zipkin, whole; and how many traces succeed."""
