"""After the deployment."""
