"""The typed settings, ``[tool.golive]``."""
