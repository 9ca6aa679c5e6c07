"""The rows of a checklist's documents during a run: when they are due, and what their gates and signers decide."""
