"""Whether a query keeps the number of events: twice as many events must give twice the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Series,
    Subquery,
    walk,
)
from pytest_golive.observability.slos.counts.scaling import is_alike, scale_of
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo

KEEPING: Final = frozenset(
    {"rate", "irate", "increase", "delta", "sum_over_time", "count_over_time", "avg_over_time", "last_over_time"}
    | {"histogram_count", "histogram_fraction", "label_replace", "label_join", "vector", "sort", "sort_desc"}
)
# What besides gives a value that may be compared with a threshold, or be divided to a ratio.
VALUES: Final = frozenset(
    {"histogram_quantile", "histogram_avg", "histogram_sum", "quantile_over_time", "abs", "scalar", "time", "timestamp"}
)
ADDING: Final = frozenset({"sum", "count"})
CHOOSING: Final = frozenset({"avg", "quantile"})
LATE: Final = 300.0  # seconds that a query may wait for what arrives late
COUNT: Final = "count events by rate(), increase() and sum() alone"
GIVE: Final = "give the ratio or the value as it is, without what changes it or leaves some of it out"
WRITE: Final = "write the query in PromQL, as Prometheus' own parser takes it"


def check_proportion(slo: Slo) -> tuple[str, ...]:
    """See that both counts of an objective grow with the events: one that is capped hides all beyond its cap.

    A ratio, or a value for a threshold, must not be capped either.

    Returns:
        Notes on what the team answers for.

    Raises:
        CannotMeasure: its queries do something else, such as ``clamp_max``, or nobody here understands them.
    """
    try:
        trees = [(query, parse(plain(query))) for query in slo.indicator.queries]
        found = [(query, why) for query, tree in trees for why in _bending(slo, tree)][:1]
        found = found or [(trees[0][0], why) for why in _scaled(slo, [tree for _, tree in trees])]
    except NotUnderstood as error:
        query = " / ".join(slo.indicator.queries)
        return (answered_for(slo, query, f"what its query counts is not understood, {error}", WRITE),)
    cure = COUNT if slo.indicator.total else GIVE
    return tuple(answered_for(slo, query, why, cure) for query, why in found)


def _bending(slo: Slo, tree: Node) -> Iterator[str]:
    """What in a query may give another number than that of the events, or hide a part of them."""
    keeps = "keeps the number of events" if slo.indicator.total else "leaves its value as it is"
    rises = slo.indicator.kind == "success" or slo.indicator.comparison.startswith(">")
    for node in walk(tree):
        if isinstance(node, Series | Subquery) and (node.offset > LATE or node.offset < 0):
            yield f"whether its events are those of its window is not known, as {node} has an offset"
        elif isinstance(node, Series) and node.is_fixed:
            yield f"whether its events are those of its window is not known, as {node} is pinned to a moment by @"
        elif what := _changing(node, is_count=bool(slo.indicator.total), rises=rises):
            yield f"whether {what} {keeps} is not known"


def _changing(node: Node, *, is_count: bool, rises: bool) -> str:
    """What a node is, if it may change a number; *rises* tells whether more is better."""
    if isinstance(node, Call):
        also = frozenset() if is_count else VALUES | {"min_over_time" if rises else "max_over_time"}
        return "" if node.name in KEEPING | also else f"{node.name}()"
    if isinstance(node, Aggregation):
        also = frozenset() if is_count else CHOOSING | {"min" if rises else "max"}
        return "" if node.op in ADDING | also else f"{node.op}()"
    if isinstance(node, Binary) and _chooses(node):
        return f"the comparison {node.op}"
    if isinstance(node, Binary) and (node.op == "unless" or (node.op == "and" and is_count)):
        return f"the operator {node.op}"
    return ""


def _chooses(node: Binary) -> bool:
    """Whether a comparison leaves out numbers, or gives 0 or 1; one that leaves out 0 alone changes nothing."""
    zero = isinstance(node.right, Number) and node.right.value == 0
    return node.op in COMPARISONS and (node.is_bool or not (zero and node.op in {">", "!="}))


def _scaled(slo: Slo, trees: list[Node]) -> Iterator[str]:
    """Why numbers in the queries make a part of all events, or a ratio, smaller than it is."""
    scales = [scale_of(tree) for tree in trees]
    if not all(scales):
        yield "a query is multiplied by 0, so it says nothing of the events"
    elif slo.indicator.total and not is_alike(*scales):
        yield f"its queries count in different units: {scales[0]:g} and {scales[1]:g} for one event"
    elif not slo.indicator.comparison and not slo.indicator.total and not is_alike(scales[0], 1.0):
        yield f"its query gives {scales[0]:g} where a ratio gives 1"
