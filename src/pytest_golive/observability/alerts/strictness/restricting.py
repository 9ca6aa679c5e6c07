"""Conditions about something else, which can keep an alert from firing: maintenance, opening hours, some traffic."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import APART
from pytest_golive.observability.alerts.meaning.matching import narrowing, not_covering
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.quantities import NUMBER, RATE, Quantity
from pytest_golive.observability.alerts.meaning.sides import key_of
from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    FLIPPED,
    Binary,
    Call,
    Node,
    NotUnderstood,
    selectors,
    walk,
)
from pytest_golive.observability.alerts.strictness.comparing import Covers
from pytest_golive.observability.alerts.strictness.outcomes import UNPROVEN, WEAK, Outcome

CLOCKS: Final = frozenset({"hour", "minute", "day_of_week", "day_of_month", "day_of_year", "month", "days_in_month"})


def restricted(meter: Meter, outcome: Outcome, whole: Binary, how: str, covers: Covers) -> Outcome:
    """An outcome that holds only under a further condition.

    Args:
        meter: measures it.
        outcome: without it.
        whole: the operator, with the condition at its right; ``unless`` if that switches it off.
        how: "it fires only while", or "it is silent while".
        covers: whether all series of this service pass further matchers.
    """
    node, falls = whole.right, whole.op == "unless"
    if any(isinstance(each, Call) and each.name in CLOCKS for each in walk(node)):
        return outcome.worse(WEAK, f"{how} {node}: at certain times only")
    names = {each.name for each in selectors(node)}
    globs = meter.needed.conditions
    if names and all(any(fnmatchcase(name, glob) for glob in globs) for name in names):
        allowed = outcome.noted(f"{how} {node}, which the settings allow")
        return allowed if falls else replace(allowed, needs=str(node))
    if (traffic := _traffic(meter, node, falls=falls)) is not None:
        if why := _amiss(meter, traffic, covers):
            return outcome.worse(UNPROVEN, f"{how} {node}: {why}")
        if not falls and key_of(whole, outcome.keeps) != key_of(whole, traffic.keeps):
            why = "its two sides keep different labels, so they may not find each other"
            return outcome.worse(UNPROVEN, f"{how} {node}: {why}")
        return replace(outcome, guards=(*outcome.guards, *traffic.series))
    return outcome.worse(UNPROVEN, f"{how} {node} (see conditions and lowest_traffic)")


def _traffic(meter: Meter, node: Node, *, falls: bool) -> Quantity | None:
    """The requests that it asks for, if it only asks for some, without which there is no share of them; else None."""
    if not isinstance(node, Binary) or node.op not in COMPARISONS:
        return None
    try:
        left, right = meter.of(node.left), meter.of(node.right)
    except NotUnderstood:
        return None
    op = node.op
    if left.kind == NUMBER:
        left, right, op = right, left, FLIPPED[op]
    wanted = {"<", "<=", "=="} if falls else {">", ">=", "!="}
    is_little = right.kind == NUMBER and op in wanted and _is_little(meter, left, right, op)
    return left if _is_all(left) and is_little else None


def _is_little(meter: Meter, left: Quantity, right: Quantity, op: str) -> bool:
    least = right.value / left.scale if left.scale > 0 else float("inf")
    return least == 0 if op in {"==", "!="} else least <= meter.needed.traffic


def _is_all(quantity: Quantity) -> bool:
    return quantity.kind == RATE and quantity.share == "all"


def _amiss(meter: Meter, traffic: Quantity, covers: Covers) -> str:
    """Why it is not the requests to this service, all of them, of now; "" if it is."""
    if lacks := (*traffic.weak, *traffic.doubts):
        return lacks[0]
    if traffic.delay:
        return "it asks for the requests of another time"
    labels = meter.needed.labels
    for each in traffic.series:
        if wrong := not_covering(each.matches, labels):
            return f"it counts the requests with {wrong}, which are not those of this service"
        further = narrowing(each.matches, labels, APART)
        if further and not covers(each, further):
            return f"it counts only the requests with {','.join(map(str, further))}"
    return ""
