"""Whether the queries of an objective count its events: all of them, once, and none of them as something else."""
