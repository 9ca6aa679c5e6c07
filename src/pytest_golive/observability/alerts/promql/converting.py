"""Turns what a parser answers into our tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from pytest_golive.observability.alerts.promql.tree import (
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

OPS: Final = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
GROUPS: Final = {"ManyToOne": "left", "OneToMany": "right"}
MINUS: Final = Number(-1.0)


def convert(parsed: Any) -> Node:
    """A tree of promql-parser.

    Raises:
        NotUnderstood: a kind of expression that is newer than this.
    """
    kind = type(parsed).__name__
    if kind not in CONVERSIONS:
        raise NotUnderstood(f"it has an expression of a kind that is not known: {kind}")
    return CONVERSIONS[kind](parsed)


def _unary(parsed: Any) -> Node:
    return Binary("*", MINUS, convert(parsed.expr)) if str(parsed).startswith("-") else convert(parsed.expr)


def _aggregation(parsed: Any) -> Node:
    modifier = parsed.modifier
    keeps = modifier is None or _word(modifier.type) == "By"
    labels = tuple(modifier.labels) if modifier is not None else ()
    param = None if parsed.param is None else convert(parsed.param)
    return Aggregation(str(parsed.op), convert(parsed.expr), param, keeps, labels)


def _binary(parsed: Any) -> Node:
    modifier = parsed.modifier
    operands = str(parsed.op), convert(parsed.lhs), convert(parsed.rhs)
    if modifier is None:
        return Binary(*operands)
    if modifier.fill_values.lhs is not None or modifier.fill_values.rhs is not None:
        raise NotUnderstood("it fills values where sides do not match")
    matching = modifier.matching
    is_on = matching is not None and _word(matching.type) == "Include"
    labels = tuple(matching.labels) if matching is not None else ()
    group = GROUPS.get(_word(modifier.card), "")
    return Binary(*operands, labels if is_on else None, () if is_on else labels, group, bool(modifier.return_bool))


def _series(parsed: Any, window: float = 0.0) -> Series:
    if parsed.matchers.or_matchers:
        raise NotUnderstood("its matchers have alternatives, which Prometheus does not know")
    matches = tuple(Match(each.name, OPS[_word(each.op)], each.value) for each in parsed.matchers.matchers)
    return named(Series(parsed.name or "", matches, window, _seconds(parsed.offset), parsed.at is not None))


def _subquery(parsed: Any) -> Node:
    if parsed.at is not None:
        raise NotUnderstood("it has a subquery that is pinned to a moment by @")
    return Subquery(convert(parsed.expr), _seconds(parsed.range), _seconds(parsed.offset), _seconds(parsed.step))


def _word(value: Any) -> str:
    return str(value).rpartition(".")[2]


def _seconds(value: timedelta | None) -> float:
    return value.total_seconds() if value is not None else 0.0


CONVERSIONS: Final[Mapping[str, Callable[[Any], Node]]] = {
    "NumberLiteral": lambda parsed: Number(float(parsed.val)),
    "StringLiteral": lambda parsed: Text(parsed.val),
    "ParenExpr": lambda parsed: convert(parsed.expr),
    "UnaryExpr": _unary,
    "AggregateExpr": _aggregation,
    "BinaryExpr": _binary,
    "Call": lambda parsed: Call(parsed.func.name, tuple(map(convert, parsed.args))),
    "VectorSelector": _series,
    "MatrixSelector": lambda parsed: _series(parsed.vector_selector, _seconds(parsed.range)),
    "SubqueryExpr": _subquery,
}
