"""Our own scrapes of every instance, where there is no Prometheus: parsed by prometheus-client, kept in memory."""
