"""What people beside an executing deployment see of it, and how they stop it."""
