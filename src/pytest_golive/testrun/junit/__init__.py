"""JUnit reports of any tool."""
