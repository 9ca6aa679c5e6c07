"""How a release is made: version control, and later the forge and the deployment."""
