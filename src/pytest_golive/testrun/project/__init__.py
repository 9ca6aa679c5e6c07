"""The project under test: its interpreter, its test command, its configuration."""
