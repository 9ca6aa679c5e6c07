"""Reads JUnit reports of any tool."""
