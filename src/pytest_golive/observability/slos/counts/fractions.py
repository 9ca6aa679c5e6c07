"""The events that an objective divides: some by all, in two queries, or in one that is a ratio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Series,
    Subquery,
    named,
    selectors,
    walk,
)
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.selecting import Matcher, Selection
from pytest_golive.observability.slos.counts.scaling import is_number, scale_of
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo

Part = Literal["good", "bad", ""]
TURNED: Final[dict[Part, Part]] = {"good": "bad", "bad": "good", "": ""}
LEAVING: Final = frozenset({"avg_over_time", "min_over_time", "max_over_time", "last_over_time", "sort", "sort_desc"})


@dataclass(frozen=True, slots=True)
class Fraction:
    """Some events of all.

    Attributes:
        part: what counts some of the events.
        total: what counts all of them.
        telling: what of the part tells good events from bad ones: in ``all - fast`` that is ``fast``.
        kind: what *telling* counts: good or bad events; "" if the query does not say.
        whole: what the query gives where all events are in the part: 1, or 100 for percent.
    """

    part: tuple[Selection, ...]
    total: tuple[Selection, ...]
    telling: tuple[Selection, ...]
    kind: Part
    whole: float = 1.0


def fractions_of(slo: Slo) -> tuple[Fraction, ...]:
    """The events that an objective divides; none where its query is no quotient.

    Raises:
        NotUnderstood: nobody here parses its queries.
        NotSetUp: the parser is not installed.
    """
    indicator = slo.indicator
    part = parse(plain(indicator.part))
    if indicator.total:
        return (_fraction(part, parse(plain(indicator.total)), "good" if indicator.kind == "good" else "bad"),)
    rises = indicator.kind == "success" or indicator.comparison.startswith(">")
    found = _within(part, "good" if rises else "bad")
    return tuple(one if _tells(one) or not indicator.comparison else replace(one, kind="") for one in found)


def makes_up(slo: Slo) -> bool:
    """Whether the query of a ratio has a number in place of series that are not there.

    Raises:
        NotUnderstood: nobody here parses it.
    """
    nodes = walk(parse(plain(slo.indicator.part)))
    return any(isinstance(one, Binary) and one.op == "or" and is_number(one.right) for one in nodes)


def _within(node: Node, kind: Part) -> Iterator[Fraction]:
    """The quotients whose value a query gives; what is left of 1 is the other part of the events."""
    if isinstance(node, Aggregation | Subquery):
        yield from _within(node.inner, kind)
    elif isinstance(node, Call) and node.name in LEAVING:
        yield from _within(node.arguments[0], kind)
    elif isinstance(node, Binary):
        yield from _of_two(node, kind)


def _of_two(node: Binary, kind: Part) -> Iterator[Fraction]:
    left, right = _selected(node.left), _selected(node.right)
    if node.op == "/" and left and right:
        yield _fraction(node.left, node.right, kind)
    elif node.op == "-" and not left:
        yield from _within(node.right, TURNED[kind])
    elif node.op in {"or", "and", "unless", "*", "/", "+", "-"} or isinstance(node.right, Number):
        yield from _within(node.left, kind)
        if node.op in {"or", "*"}:
            yield from _within(node.right, kind)


def _fraction(part: Node, total: Node, kind: Part) -> Fraction:
    try:
        whole = scale_of(part) / scale_of(total)
    except (NotUnderstood, ZeroDivisionError):
        whole = 0.0
    telling, kind = _telling(part, kind)
    return Fraction(_selected(part), _selected(total), _selected(telling), kind, whole)


def _telling(node: Node, kind: Part) -> tuple[Node, Part]:
    """What tells good events from bad ones: of a difference, what is taken away."""
    if isinstance(node, Call) and node.name.endswith("_over_time") and isinstance(node.arguments[-1], Series):
        return node, ""  # samples, such as those of a probe
    inner = _inner(node)
    if isinstance(inner, Binary) and inner.op == "-" and selectors(inner.left) and selectors(inner.right):
        return _telling(inner.right, TURNED[kind])
    return (node, kind) if inner is node else _telling(inner, kind)


def _inner(node: Node) -> Node:
    """What a node adds up, or multiplies by a number; itself, if it does not."""
    if isinstance(node, Aggregation):
        return node.inner
    if isinstance(node, Call):
        return next((one for one in node.arguments if selectors(one)), node)
    if isinstance(node, Binary):
        parts = [one for one in (node.left, node.right) if selectors(one)]
        return parts[0] if len(parts) == 1 else node
    return node


def _tells(one: Fraction) -> bool:
    """Whether a part is chosen by how requests ended; a mean of their times is divided by their number, too."""
    return any(is_outcome(each.label) for selection in one.part for each in selection.matchers)


def _selected(node: Node) -> tuple[Selection, ...]:
    found = (named(one) for one in selectors(node))
    return tuple(
        dict.fromkeys(
            Selection(
                one.name,
                tuple(Matcher(each.label, each.op, each.value) for each in one.matches),
                *(0, 0),
                braces=None,
                is_range=False,
                is_moved=False,
            )
            for one in found
        )
    )
