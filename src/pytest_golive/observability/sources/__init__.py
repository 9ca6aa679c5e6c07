"""Where metrics come from: the HTTP API of a Prometheus, or our own scrapes; and the client for all APIs."""
