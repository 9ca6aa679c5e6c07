"""Known vulnerabilities in dependencies: found by a tool, or read from its report."""
