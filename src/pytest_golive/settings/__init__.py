"""The typed ``[tool.golive]`` table."""
