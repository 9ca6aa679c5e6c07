"""Needed alerts of a shop, and rules for them, as a server would have loaded them."""

from __future__ import annotations

from pytest_golive.observability.alerts.examining import Rules, answer, examine
from pytest_golive.observability.alerts.needed import CPU, ERROR_RATE, LATENCY, MEMORY, QUEUE_DEPTH, Needed
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.strictness.comparing import Service

NOW = 1_800_000_000.0
LABELS = {"job": "shop"}
NEEDED = {
    one.signal: one
    for one in (
        Needed(ERROR_RATE, 2.0, labels=LABELS),
        Needed(LATENCY, 500.0, 0.95, labels=LABELS),
        Needed(MEMORY, 80.0, labels=LABELS),
        Needed(CPU, 80.0, labels=LABELS, metrics=("node_cpu_*",)),
        Needed(QUEUE_DEPTH, 1000.0, labels=LABELS),
    )
}


def rule(expression, name="Needed", *, wait=300.0, records=False, **more):
    """A rule that is evaluated and well."""
    known = {"health": "ok", "evaluated": NOW - 10, "interval": 60.0, "group": "shop"}
    return Rule(name, expression, records=records, wait=wait, **{**known, **more})


def recording(name, expression, **labels):
    """A recording rule that is evaluated and well."""
    return rule(expression, name, wait=0.0, records=True, labels=labels)


def judged(needed, *rules, service=None, has_data=None):
    """What the analysis says of some rules for a needed alert."""
    loaded = Rules(rules, NOW, parse, has_data, service or Service())
    return answer(needed, examine(needed, loaded), sum(not one.records for one in rules))
