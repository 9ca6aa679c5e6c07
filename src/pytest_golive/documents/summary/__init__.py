"""What the codebase summary names, held against the packages, modules, services and entry points that exist."""
