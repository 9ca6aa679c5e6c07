"""What guards a target while it is deployed to: its journal, its freezes and its lock."""
