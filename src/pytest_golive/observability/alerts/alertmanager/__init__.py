"""What an Alertmanager says about itself: its configuration, cluster, alerts, silences and counters."""
