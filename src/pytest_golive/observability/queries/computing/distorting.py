"""What makes a value another one than it seems: another time, a comparison, the lowest of several, a cap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    SETS,
    Aggregation,
    Binary,
    Call,
    Node,
    Series,
    Subquery,
    children,
)

RATES: Final = frozenset({"rate", "irate", "increase"})
# Functions that leave a value what it is, take the highest, or compute what is known here.
KNOWN: Final = RATES | {
    *("avg_over_time", "max_over_time", "last_over_time", "sort", "sort_desc", "sort_by_label", "sort_by_label_desc"),
    *("label_replace", "label_join", "abs", "scalar", "vector", "clamp_min", "ceil", "round", "time"),
    *("histogram_quantile", "histogram_fraction", "histogram_avg", "histogram_count", "histogram_sum"),
}
KEPT: Final = frozenset({"sum", "max", "topk", "avg"})


def distortions(node: Node, *, guards: bool = False) -> Iterator[str]:
    """Why a query does not give the value that it seems to give.

    Args:
        node: its tree.
        guards: whether a comparison here only guards, as in a denominator, and leaves values as they are.
    """
    if isinstance(node, Series):
        yield from _other_time(node)
    elif isinstance(node, Subquery) and node.offset:
        yield "it looks at another time: a subquery has an offset"
    elif isinstance(node, Aggregation) and node.op not in KEPT:
        yield f"{node.op}() does not keep the highest value"
    elif isinstance(node, Call) and node.name not in KNOWN:
        yield f"it is not known what {node.name}() makes of a value"
    elif isinstance(node, Binary) and node.op in COMPARISONS:
        yield from _compared(node, guards=guards)
    if isinstance(node, Binary) and node.op in {"/", *SETS} and node.op != "or":
        yield from distortions(node.left, guards=guards)
        yield from distortions(node.right, guards=True)
        return
    for each in children(node):
        yield from distortions(each, guards=guards)


def _other_time(node: Series) -> Iterator[str]:
    if node.offset:
        yield f"it looks at another time: {node} has an offset"
    if node.is_fixed:
        yield f"it looks at another time: {node} is pinned to a moment by @"


def _compared(node: Binary, *, guards: bool) -> Iterator[str]:
    if node.is_bool:
        yield f"{node.op} bool gives 0 or 1 in place of the value"
    elif not guards:
        yield f"{node.op} leaves out values, so what is left says nothing of the others"
