"""Regular expressions as Prometheus and Alertmanager understand them: Go's syntax, in linear time."""
