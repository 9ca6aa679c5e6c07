"""What runs inside locust's process; nothing here is ever imported into pytest."""
