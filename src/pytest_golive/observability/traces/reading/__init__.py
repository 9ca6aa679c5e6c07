"""Readers of traces as backends write them: Jaeger's own JSON, OTLP with hex or base64, Zipkin's."""
