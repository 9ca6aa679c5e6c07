"""What a module or another file offers, and what of it changed between two versions."""
