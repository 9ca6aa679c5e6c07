"""The HTTP API of Prometheus, which VictoriaMetrics, Thanos and Mimir speak, too."""
