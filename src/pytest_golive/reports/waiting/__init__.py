"""What people see while they wait: what is measured, how far it is, and how long it took the last time."""
