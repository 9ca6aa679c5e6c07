"""Backends of traces, each with the same three questions: a trace by its id, the services, and the latest traces."""
