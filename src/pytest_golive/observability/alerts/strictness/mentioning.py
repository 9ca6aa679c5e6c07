"""Whether an expression that is not understood is about a signal at all: by the names that it reads."""

from __future__ import annotations

from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import which_requests
from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.names import ERRORS, WORD, Meaning, meaning
from pytest_golive.observability.alerts.meaning.quantities import GAUGE, RATE, Quantity
from pytest_golive.observability.alerts.meaning.vocabulary import COUNTERS, ITEMS, LATENCIES, NOT_WAITING
from pytest_golive.observability.alerts.needed import CPU, ERROR_RATE, LATENCY, MEMORY, QUEUE_DEPTH
from pytest_golive.observability.alerts.promql.tree import Match, Node, NotUnderstood, Series, selectors

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
    known, words = meaning(series.name, meter.needed), words_in(series.name)
    if signal == LATENCY:
        return known.kind == "times" and known.part != "count"
    if signal == ERROR_RATE:
        counts = known.kind == "requests" or (known.kind == "times" and known.part == "count")
        return known.kind == "errors" or (counts and any(map(_is_of_errors, series.matches)))
    if signal == QUEUE_DEPTH and words & ITEMS and not words & (NOT_WAITING | COUNTERS):
        return True
    return known.kind == KINDS[signal]


def words_in(text: str) -> frozenset[str]:
    """The words of a name, or of what a matcher says, in lower case."""
    return frozenset(word.lower() for word in WORD.findall(text))


def _is_of_errors(match: Match) -> bool:
    """Whether a matcher tells failed requests from others, as far as its words say."""
    return match.label.lower() in STATUSES or bool(words_in(f"{match.label} {match.value}") & ERRORS)


def unread(node: Node, quantity: Quantity, meter: Meter) -> str:
    """Why what a condition compares may be the signal, though nothing says so; "" if it is not.

    A counter that is compared as it stands is no signal for certain: it grows, whatever happens.

    Args:
        node: the condition.
        quantity: what it compares with a number.
        meter: measures it.
    """
    if quantity.kind == RATE and meter.needed.signal == ERROR_RATE and quantity.share == "all":
        return which_requests(some) if (some := [one for one in quantity.matches(()) if _is_of_errors(one)]) else ""
    if quantity.kind != GAUGE or not mentions(node, meter):
        return ""
    gauges = sorted(one.name for one in quantity.series if _may_be(one, meaning(one.name, meter.needed), meter))
    return f"it is not known what the value of {gauges[0]} is (see metrics)" if gauges else ""


def _may_be(series: Series, known: Meaning, meter: Meter) -> bool:
    words = words_in(series.name)
    if series.name.lower().rpartition("_")[2] in COUNTERS or known.part in {"used", "time"}:
        return False
    return meter.needed.signal != LATENCY or known.is_sure or bool(words & LATENCIES)
