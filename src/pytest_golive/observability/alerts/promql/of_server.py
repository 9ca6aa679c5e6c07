"""Turns the tree that a server's own parser answers into ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pytest_golive.observability.alerts.promql.tree import (
    NAME,
    Aggregation,
    Binary,
    Call,
    Match,
    Node,
    NotUnderstood,
    Number,
    Series,
    Subquery,
    Text,
    named,
)

DEEPEST: Final = 100  # as deep as what we parse ourselves
MINUS: Final = Number(-1.0)
GROUPS: Final = {"many-to-one": "left", "one-to-many": "right"}


def from_server(answer: Any) -> Node:
    """The tree that ``/api/v1/parse_query`` of Prometheus 3 answers.

    Raises:
        NotUnderstood: it is no such tree, or has a kind of expression that is newer than this.
    """
    try:
        return _node(answer, 0)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(f"the server's tree of it has another shape: {type(error).__name__}") from None


def _node(node: Any, depth: int) -> Node:
    if depth > DEEPEST:
        raise NotUnderstood("it is nested too deeply")
    kind = str(node["type"])
    if kind not in KINDS:
        raise NotUnderstood(f"it has an expression of a kind that is not known: {kind}")
    return KINDS[kind](node, lambda inner: _node(inner, depth + 1))


Inner = Callable[[Any], Node]


def _unary(node: Any, inner: Inner) -> Node:
    return Binary("*", MINUS, inner(node["expr"])) if node["op"] == "-" else inner(node["expr"])


def _aggregation(node: Any, inner: Inner) -> Node:
    param = inner(node["param"]) if node.get("param") else None
    return Aggregation(node["op"], inner(node["expr"]), param, not node["without"], tuple(node["grouping"] or ()))


def _binary(node: Any, inner: Inner) -> Node:
    matching = node.get("matching") or {}
    labels, is_on = tuple(matching.get("labels") or ()), bool(matching.get("on"))
    group = GROUPS.get(matching.get("card", ""), "")
    sides = inner(node["lhs"]), inner(node["rhs"])
    return Binary(node["op"], *sides, labels if is_on else None, () if is_on else labels, group, bool(node["bool"]))


def _series(node: Any, _inner: Inner) -> Node:
    matches = (Match(each["name"], each["type"], each["value"]) for each in node["matchers"])
    own = tuple(match for match in matches if match.label != NAME or match.value != node.get("name"))
    is_fixed = node.get("timestamp") is not None or node.get("startOrEnd") is not None
    window, offset = node.get("range", 0) / 1000, node.get("offset", 0) / 1000
    return named(Series(node.get("name") or "", own, window, offset, is_fixed))


def _subquery(node: Any, inner: Inner) -> Node:
    if node.get("timestamp") is not None or node.get("startOrEnd") is not None:
        raise NotUnderstood("it has a subquery that is pinned to a moment by @")
    window, offset, step = (node.get(key, 0) / 1000 for key in ("range", "offset", "step"))
    return Subquery(inner(node["expr"]), window, offset, step)


KINDS: Final[Mapping[str, Callable[[Any, Inner], Node]]] = {
    "numberLiteral": lambda node, _inner: Number(float(node["val"])),
    "stringLiteral": lambda node, _inner: Text(str(node["val"])),
    "parenExpr": lambda node, inner: inner(node["expr"]),
    "unaryExpr": _unary,
    "aggregation": _aggregation,
    "binaryExpr": _binary,
    "call": lambda node, inner: Call(node["func"]["name"], tuple(map(inner, node["args"] or ()))),
    "subquery": _subquery,
    "vectorSelector": _series,
    "matrixSelector": _series,
}
