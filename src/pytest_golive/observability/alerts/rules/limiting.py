"""Whether the ``limit`` of a group lets its rules fail: one with more alerts or series than that has none at all."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.observability.alerts.evaluating.values import values_of
from pytest_golive.observability.alerts.evaluating.writing import written
from pytest_golive.observability.alerts.meaning.arithmetic import APART
from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.promql.tree import (
    NAME,
    SETS,
    Aggregation,
    Binary,
    Match,
    Node,
    NotUnderstood,
    children,
    selectors,
)
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.watching import selector_of
from pytest_golive.observability.alerts.strictness.comparing import Service
from pytest_golive.observability.alerts.strictness.outcomes import UNPROVEN, WEAK, Outcome


def limited(rule: Rule, node: Node, used: Sequence[Rule], outcome: Outcome, service: Service) -> Outcome:
    """What the limits of its group, and of those of its recording rules, make of an outcome of its expression."""
    if rule.limit:
        most = _most_of_several(node, service) if _has_several(node) else _most_alerts(outcome, service)
        outcome = _judged(rule, most, "alert", outcome)
    for one in used:
        if one.limit:
            outcome = _judged(one, service.count(selector_of("", (Match(NAME, "=", one.name),))), "series", outcome)
    return outcome


def _judged(rule: Rule, most: float | None, of: str, outcome: Outcome) -> Outcome:
    known = f"limit: {rule.limit:g} of group {rule.group}"
    if not most:
        return outcome.worse(UNPROVEN, f"{known} makes {rule.name} fail if it has more, and nobody says how many")
    if most <= rule.limit:
        return outcome.noted(f"{known}, and {most:g} {of}{'' if of == 'series' or most == 1 else 's'} at most now")
    return outcome.worse(WEAK, f"{known} makes {rule.name} fail if it has more, and it may have {most:g}")


def _has_several(node: Node) -> bool:
    """Whether conditions stand beside each other by ``or``, each of which adds alerts."""
    if isinstance(node, Aggregation):
        return _has_several(node.inner)
    return isinstance(node, Binary) and node.op in SETS and (node.op == "or" or any(map(_has_several, children(node))))


def _most_of_several(node: Node, service: Service) -> float | None:
    """How many series there are, of whichever condition; None if nobody can say, as of errors that never were."""
    if any(one.label.lower() in STATUSES for series in selectors(node) for one in series.matches):
        return None
    try:
        return service.count(written(values_of(node)))
    except NotUnderstood:
        return None


def _most_alerts(outcome: Outcome, service: Service) -> float | None:
    """How many alerts there may be at once, by the series that are there; None if nobody can say."""
    way, labels = outcome.keeps
    if way == "by" and not labels:
        return 1.0
    counts = []
    for series in outcome.series:
        kept = tuple(one for one in series.matches if one.label.lower() not in APART)
        counts.append(service.count(f"count {way} ({', '.join(sorted(labels))}) ({selector_of(series.name, kept)})"))
    known = [one for one in counts if one is not None]
    return max(known, default=None) if len(known) == len(counts) else None
