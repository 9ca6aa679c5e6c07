"""How a release is made: version control and deployment."""
