"""The signals of a service, read from its metrics: error rate, latency, memory, CPU, queue depth."""
