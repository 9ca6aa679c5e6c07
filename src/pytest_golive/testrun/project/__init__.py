"""The project whose tests are run: its interpreter, its command, its configuration."""
