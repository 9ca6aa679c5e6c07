"""Signals of a watch beside its gates: a baseline, figures of the team, alerts, objectives, a probe."""
