"""The series that a query selects, each with its place in the text.

promql-parser understands a query; what it prints is not always the same query again (it does not escape values), so
a query is changed in its text, and the places found there are compared with what the parser has understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.queries.places import Place, places, tokens_of
from pytest_golive.observability.queries.size import excess_of
from pytest_golive.observability.sources.metrics import INSTALL


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition for a label: its name, one of = != =~ !~, and the value, unquoted."""

    label: str
    op: str
    value: str

    @property
    def accepts_absent(self) -> bool:
        """Whether a series without the label can be selected."""
        if self.op in {"=", "!="}:
            return (self.value == "") == (self.op == "=")
        return _matches_nothing(self.value) == (self.op == "=~")


@dataclass(frozen=True, slots=True)
class Selection:
    """Series that a query selects.

    Attributes:
        name: of the metric; "" if the query does not name one.
        matchers: the conditions for their labels.
        start: where it begins in the text.
        end: where it ends, after its braces.
        braces: where its braces begin, and where they end, after the last; None if it has none.
        is_range: whether a range follows.
        is_moved: whether an offset or a time follows.
    """

    name: str
    matchers: tuple[Matcher, ...]
    start: int
    end: int
    braces: tuple[int, int] | None
    is_range: bool
    is_moved: bool


class NotUnderstood(ValueError):
    """The query is not PromQL as our parser knows it; the message says why."""


def parsed(query: str) -> Any:
    """The parser's tree of a query.

    Raises:
        NotUnderstood: the parser refuses it.
        NotSetUp: the parser is not installed.
    """
    try:
        import promql_parser
    except ImportError:
        raise NotSetUp("promql-parser, which reads queries, is not installed", INSTALL) from None
    if excess := excess_of(query):
        raise NotUnderstood(excess)
    try:
        return promql_parser.parse(query)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(" ".join(str(error).split())[:160]) from None


def selections(query: str) -> tuple[Selection, ...]:
    """What a query selects, in the order of its text.

    Raises:
        NotUnderstood: the parser refuses it, or sees other series in it than we do.
        NotSetUp: the parser is not installed.
    """
    trees = _selectors(parsed(query))
    found = list(places([token for token in tokens_of(query) if token.kind != "space"]))
    if len(trees) != len(found):
        raise NotUnderstood("its series cannot be told apart")
    return tuple(_selection(tree, place) for tree, place in zip(trees, found, strict=True))


def _selectors(tree: Any) -> list[Any]:
    import promql_parser

    found: list[Any] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(node)

    promql_parser.walk(tree, visit)
    return found


def _selection(tree: Any, place: Place) -> Selection:
    import promql_parser

    kinds = promql_parser.MatchOp
    ops = ((kinds.Equal, "="), (kinds.NotEqual, "!="), (kinds.Re, "=~"), (kinds.NotRe, "!~"))
    if tree.matchers.or_matchers:
        raise NotUnderstood("it has alternatives in its braces")
    matchers = [Matcher(m.name, next(op for kind, op in ops if kind == m.op), m.value) for m in tree.matchers.matchers]
    named = next((m.value for m in matchers if m.label == "__name__" and m.op == "="), "")
    if place.name and place.name != tree.name:
        raise NotUnderstood("its series cannot be told apart")
    return Selection(
        tree.name or named,
        tuple(m for m in matchers if m.label != "__name__" or m.op != "="),
        place.start,
        place.end,
        place.braces,
        place.is_range,
        place.is_moved,
    )


def _matches_nothing(pattern: str) -> bool:
    """Whether a label's pattern matches an empty value."""
    try:
        return re.fullmatch(pattern, "") is not None
    except (re.error, RecursionError):  # RE2 knows more than Python does
        return pattern.endswith("|") or pattern.startswith("|")
