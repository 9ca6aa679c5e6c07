"""A single gate, on measurements made up in a test."""

from __future__ import annotations

from types import SimpleNamespace as Seen

from pytest_golive.findings import Finding
from pytest_golive.judging.judge import Judge

__all__ = ["PLACE", "Seen", "told"]
PLACE = Finding("src/a.py", 3, "R", "m")


def told(gate, **measured):
    """What the gate judged and noted (name, limit, value, whether it holds), and its judge."""
    judge = Judge()
    gate(**measured, judge=judge)
    return [(each.name, each.allowed, each.measured, each.ok) for each in judge.evidence], judge
