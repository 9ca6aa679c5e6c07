"""Values of 0 and 1 that stand for conditions: ``(a > bool 1) * (b > bool 2) == 1``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Subquery,
)

HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
MANY: Final = 1e9  # conditions that hold at once


def truth_of(node: Binary) -> Node | None:
    """What answers 0 or 1, if the comparison asks for 1; None if it is another comparison.

    Raises:
        NotUnderstood: it holds for one condition, and no longer for several.
    """
    if not isinstance(node.right, Number):
        return None
    op, number = node.op, node.right.value
    asks = HOLDS[op](1.0, number) and not HOLDS[op](0.0, number)
    counts = isinstance(node.left, Aggregation) and node.left.op == "count" and _is_condition(node.left.inner)
    if not asks or not (counts or _is_boolean(node.left)):
        return None
    if _adds_up(node.left) and not HOLDS[op](MANY, number):
        raise NotUnderstood(f"it holds only while exactly {number:g} is true, and not while more are, of {node.left}")
    return node.left.inner if counts and isinstance(node.left, Aggregation) else node.left


def _adds_up(node: Node) -> bool:
    """Whether it is more than 1 where several conditions hold."""
    if isinstance(node, Binary):
        return node.op == "+" or (node.op == "*" and (_adds_up(node.left) or _adds_up(node.right)))
    if isinstance(node, Aggregation):
        return node.op in {"count", "sum"} or _adds_up(node.inner)
    if isinstance(node, Call):
        return any(isinstance(each, Subquery) and _adds_up(each.inner) for each in node.arguments)
    return False


def _is_condition(node: Node) -> bool:
    return isinstance(node, Binary) and node.op in COMPARISONS


def _is_boolean(node: Node) -> bool:
    if isinstance(node, Binary):
        if node.op in {"*", "+"}:
            return _is_boolean(node.left) and _is_boolean(node.right)
        return node.op in COMPARISONS and node.is_bool
    if isinstance(node, Aggregation):
        return node.op in {"max", "sum"} and _is_boolean(node.inner)
    if isinstance(node, Call) and node.name in {"max_over_time", "min_over_time"}:
        return isinstance(node.arguments[-1], Subquery) and _is_boolean(node.arguments[-1].inner)
    return False
