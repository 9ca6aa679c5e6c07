"""Processes and folders that never outlive the run they were made for."""
