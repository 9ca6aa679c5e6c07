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
    Series,
    Subquery,
    Text,
    walk,
)

ALIKE: Final = 1e-9
RATIOS: Final = frozenset({"histogram_quantile", "histogram_fraction"})  # whatever the buckets are multiplied by
OF_RANGES: Final = frozenset({"increase", "delta", "sum_over_time", "count_over_time"})  # the longer, the more


def scale_of(node: Node) -> float:
    """What the query gives for one event in a second; 1 unless numbers stand in it, such as 100 for percent.

    What grows with a range, as ``increase`` does, gives as many times that as the range has seconds.

    Raises:
        NotUnderstood: it adds parts in different units, or divides by 0.
    """
    if isinstance(node, Aggregation | Subquery):
        return 1.0 if isinstance(node, Aggregation) and node.op == "count" else scale_of(node.inner)
    if isinstance(node, Call):
        inner = [each for each in node.arguments if not isinstance(each, Number | Text)]
        return scale_of(inner[0]) * _range(node.name, inner[0]) if inner and node.name not in RATIOS else 1.0
    return _of_two(node) if isinstance(node, Binary) else 1.0


def is_alike(one: float, other: float) -> bool:
    """Whether two scales are the same, apart from what arithmetic adds."""
    return math.isclose(one, other, rel_tol=ALIKE)


def _of_two(node: Binary) -> float:
    left, right = value_of(node.left), value_of(node.right)
    if node.op == "*":
        return left * right
    if node.op == "/":
        if not right:
            raise NotUnderstood("it divides by 0")
        return left / right
    if node.op in SETS - {"or"} or is_number(node.right):
        return scale_of(node.left)
    if is_number(node.left):
        return scale_of(node.right)
    if node.op in {"+", "-", "or"} and not is_alike(left, right):
        raise NotUnderstood(f"it adds or subtracts parts in different units, {left:g} and {right:g}")
    return left


def _range(name: str, inner: Node) -> float:
    """By how many seconds, or samples, a function multiplies."""
    if name not in OF_RANGES or not isinstance(inner, Series | Subquery):
        return 1.0
    return inner.window / (inner.step or 1.0) if isinstance(inner, Subquery) else inner.window


def value_of(node: Node) -> float:
    """A number's value, where it multiplies or divides; the scale of anything else.

    Raises:
        NotUnderstood: it divides by 0, or has no scale.
    """
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Binary) and is_number(node):
        return _computed(node)
    if isinstance(node, Call) and node.name in {"scalar", "vector"} and node.arguments:
        return value_of(node.arguments[0])
    return scale_of(node)


def _computed(node: Binary) -> float:
    left, right = value_of(node.left), value_of(node.right)
    if node.op == "/" and not right:
        raise NotUnderstood("it divides by 0")
    found = {"+": left + right, "-": left - right, "*": left * right}
    return left / right if node.op == "/" else found.get(node.op, 1.0)


def is_number(node: Node) -> bool:
    """Whether it is a number, however it is written: no series is in it."""
    return all(isinstance(each, Number | Binary) or (isinstance(each, Call) and each.arguments) for each in walk(node))
