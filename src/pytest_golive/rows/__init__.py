"""The rows of a checklist's documents in a run: when they are due, and what their gates and people say of them."""
