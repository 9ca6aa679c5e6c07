"""By which number a query multiplies what it counts."""

from __future__ import annotations

import math
from typing import Final

from pytest_golive.observability.alerts.promql.tree import (
    SETS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Subquery,
    Text,
    walk,
)

ALIKE: Final = 1e-9
RATIOS: Final = frozenset({"histogram_quantile", "histogram_fraction"})  # whatever the buckets are multiplied by


def scale_of(node: Node) -> float:
    """What the query gives for one event; 1 unless numbers stand in it, such as 100 for percent.

    Raises:
        NotUnderstood: it adds parts of different scales, or divides by 0.
    """
    if isinstance(node, Aggregation | Subquery):
        return 1.0 if isinstance(node, Aggregation) and node.op == "count" else scale_of(node.inner)
    if isinstance(node, Call):
        inner = [each for each in node.arguments if not isinstance(each, Number | Text)]
        return scale_of(inner[0]) if inner and node.name not in RATIOS else 1.0
    return _of_two(node) if isinstance(node, Binary) else 1.0


def is_alike(one: float, other: float) -> bool:
    """Whether two scales are the same, apart from what arithmetic adds."""
    return math.isclose(one, other, rel_tol=ALIKE)


def _of_two(node: Binary) -> float:
    left, right = _value(node.left), _value(node.right)
    if node.op == "*":
        return left * right
    if node.op == "/":
        if not right:
            raise NotUnderstood("it divides by 0")
        return left / right
    if node.op in SETS or _is_number(node.right):
        return scale_of(node.left)
    if _is_number(node.left):
        return scale_of(node.right)
    if node.op in {"+", "-"} and not is_alike(left, right):
        raise NotUnderstood(f"it adds or subtracts parts of different scales, {left:g} and {right:g}")
    return left


def _value(node: Node) -> float:
    """A number's value, where it multiplies or divides; the scale of anything else."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Binary) and _is_number(node):
        return _computed(node)
    if isinstance(node, Call) and node.name in {"scalar", "vector"} and node.arguments:
        return _value(node.arguments[0])
    return scale_of(node)


def _computed(node: Binary) -> float:
    left, right = _value(node.left), _value(node.right)
    if node.op == "/" and not right:
        raise NotUnderstood("it divides by 0")
    found = {"+": left + right, "-": left - right, "*": left * right}
    return left / right if node.op == "/" else found.get(node.op, 1.0)


def _is_number(node: Node) -> bool:
    """Whether no series is in it."""
    return all(isinstance(each, Number | Binary) or (isinstance(each, Call) and each.arguments) for each in walk(node))
