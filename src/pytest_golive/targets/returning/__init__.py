"""The way back of a run: what a rollback needs, and what came of one."""
