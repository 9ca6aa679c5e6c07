"""The queries of panels: what is asked, and whether what comes back is alive and of this service."""
