"""What is known of a running service: metrics, traces, alerts, dashboards."""
