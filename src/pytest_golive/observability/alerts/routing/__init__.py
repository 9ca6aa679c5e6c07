"""Which receivers an alert reaches, as Alertmanager decides it, and whether somebody would be called now."""
