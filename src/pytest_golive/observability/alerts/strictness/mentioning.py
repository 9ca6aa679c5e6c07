"""Whether an expression that is not understood is about a signal at all: by the names that it reads."""

from __future__ import annotations

from typing import Final

from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.names import meaning
from pytest_golive.observability.alerts.needed import CPU, ERROR_RATE, LATENCY, MEMORY, QUEUE_DEPTH
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood, Series, selectors

KINDS: Final = {LATENCY: "times", MEMORY: "memory", CPU: "cpu", QUEUE_DEPTH: "queue", ERROR_RATE: "errors"}
DEEPEST: Final = 5


def mentions(node: Node, meter: Meter, depth: int = 0) -> bool:
    """Whether a selector of it, or of the recording rules behind it, names what the signal is made of."""
    return any(_is_one(each, meter, depth) for each in selectors(node))


def speaks_of(name: str, meter: Meter) -> bool:
    """Whether a name alone, such as that of an alert, speaks of the signal."""
    return meaning(name, meter.needed).kind == KINDS[meter.needed.signal]


def _is_one(series: Series, meter: Meter, depth: int) -> bool:
    signal = meter.needed.signal
    try:
        rule = meter.recordings.of(series)
        if rule is not None and depth < DEEPEST:
            return mentions(meter.parse(rule.expression), meter, depth + 1)
    except NotUnderstood:
        pass  # its name is all that is known
    known = meaning(series.name, meter.needed)
    if signal == LATENCY:
        return known.kind == "times" and known.part != "count"
    if signal == ERROR_RATE:
        counts = known.kind == "requests" or (known.kind == "times" and known.part == "count")
        return known.kind == "errors" or (counts and any(one.label.lower() in STATUSES for one in series.matches))
    return known.kind == KINDS[signal]
