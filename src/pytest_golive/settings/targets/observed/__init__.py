"""Settings about what shows how a target is: objectives and dashboards."""
