"""The one place that asks git."""
