"""Open critical issues and open security advisories."""
