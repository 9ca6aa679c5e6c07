"""What the codebase summary names, compared with the packages, modules, services and entry points that exist."""
