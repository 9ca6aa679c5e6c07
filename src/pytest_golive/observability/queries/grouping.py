"""By which labels the result of a query is told apart, as far as its text says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytest_golive.observability.queries.selecting import parsed

KEEPING = ("topk", "bottomk", "limitk", "limit_ratio")  # aggregations that choose series, and leave them as they are


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of a result.

    Attributes:
        names: the labels; or, if *others* is set, those that it does not have.
        others: whether the result has all labels of its series but *names*.
    """

    names: frozenset[str] = frozenset()
    others: bool = False

    def __contains__(self, label: str) -> bool:
        return (label in self.names) != self.others

    def __or__(self, more: Labels) -> Labels:
        if self.others and more.others:
            return Labels(self.names & more.names, others=True)
        if self.others or more.others:
            wide, few = (self, more) if self.others else (more, self)
            return Labels(wide.names - few.names, others=True)
        return Labels(self.names | more.names)

    def only(self, names: frozenset[str]) -> Labels:
        """These labels, apart from all but *names*."""
        return Labels(frozenset(name for name in names if name in self))

    def without(self, names: frozenset[str]) -> Labels:
        """These labels, apart from *names*."""
        return Labels(self.names | names if self.others else self.names - names, others=self.others)


EVERY = Labels(others=True)


def labels_of(query: str) -> Labels:
    """The labels that tell the series of a result apart.

    Raises:
        NotUnderstood: the parser refuses the query.
        NotSetUp: the parser is not installed.
    """
    return _labels(parsed(query))


def is_aggregated(query: str) -> bool:
    """Whether a query makes one result of several series.

    Raises:
        NotUnderstood: the parser refuses the query.
        NotSetUp: the parser is not installed.
    """
    import promql_parser

    found: list[Any] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.AggregateExpr) and str(node.op) not in KEEPING:
            found.append(node)

    promql_parser.walk(parsed(query), visit)
    return bool(found)


def _labels(node: Any) -> Labels:
    import promql_parser

    match node:
        case promql_parser.VectorSelector() | promql_parser.MatrixSelector():
            return EVERY
        case promql_parser.AggregateExpr():
            return _aggregated(node)
        case promql_parser.BinaryExpr():
            return _combined(node)
        case promql_parser.Call():
            found = Labels()
            for each in node.args:
                found |= _labels(each)
            return found
    inner = getattr(node, "expr", None)
    return Labels() if inner is None else _labels(inner)


def _aggregated(node: Any) -> Labels:
    inner = _labels(node.expr)
    if str(node.op) in KEEPING:
        return inner
    if node.modifier is None:
        return Labels()
    names = frozenset(node.modifier.labels)
    return inner.only(names) if _word(node.modifier.type) == "By" else inner.without(names)


def _combined(node: Any) -> Labels:
    """The labels of both operands, or those by which they are matched."""
    both = _labels(node.lhs) | _labels(node.rhs)
    matching = None if node.modifier is None else node.modifier.matching
    if matching is None or _word(node.modifier.card) != "OneToOne":
        return both
    names = frozenset(matching.labels)
    return both.only(names) if _word(matching.type) == "Include" else both.without(names)


def _word(value: Any) -> str:
    return str(value).rpartition(".")[2]
