"""What in a query may give another number than that of the events, or hide a part of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Node,
    Number,
    Series,
    Subquery,
    children,
    selectors,
    walk,
)
from pytest_golive.observability.queries.rewriting import COUNTERS
from pytest_golive.observability.slos.counts.scaling import is_alike, is_number, value_of

KEEPING: Final = frozenset(
    {"rate", "increase", "delta", "sum_over_time", "count_over_time", "avg_over_time", "last_over_time"}
    | {"histogram_count", "histogram_fraction", "label_replace", "label_join", "vector", "sort", "sort_desc"}
)
# What besides gives a value that may be compared with a threshold, or be divided to a ratio.
VALUES: Final = frozenset(
    {"histogram_quantile", "histogram_avg", "histogram_sum", "quantile_over_time", "abs", "scalar", "time", "timestamp"}
)
ADDING: Final = frozenset({"sum", "count"})
CHOOSING: Final = frozenset({"avg", "quantile"})
ODD: Final = frozenset({"%", "^", "atan2"})
INFO: Final = "_info"  # series whose value is 1, for their labels
LATE: Final = 300.0  # seconds that a query may wait for what arrives late


@dataclass(frozen=True, slots=True)
class Bending:
    """What a query is for.

    Attributes:
        is_count: whether it counts events, rather than giving a ratio or a value.
        is_value: whether it is a value that is compared with a threshold.
        is_increased: whether the increase of its counters is taken, so that they may stand as they are.
        rises: whether more is better.
    """

    is_count: bool
    is_value: bool
    is_increased: bool
    rises: bool

    def found_in(self, tree: Node) -> Iterator[str]:
        """Why it is not known that a query gives the number, ratio or value that it is for.

        Raises:
            NotUnderstood: a part of it has no scale.
        """
        keeps = "keeps the number of events" if self.is_count else "leaves its value as it is"
        for node in walk(tree):
            if isinstance(node, Series | Subquery) and (node.offset > LATE or node.offset < 0):
                yield f"whether its events are those of its window is not known, as {node} has an offset"
            elif isinstance(node, Series) and node.is_fixed:
                yield f"whether its events are those of its window is not known, as {node} is pinned to a moment by @"
            elif what := self._changing(node):
                yield f"whether {what} {keeps} is not known"
        for series in () if self.is_value or self.is_increased else _standing(tree):
            yield f"{series} is a counter as it stands, which counts since its start, not in the window"

    def _changing(self, node: Node) -> str:
        """What a node is, if it may change a number."""
        if isinstance(node, Call):
            also = VALUES | {"min_over_time" if self.rises else "max_over_time"} if not self.is_count else frozenset()
            also |= {"irate"} if self.is_value else frozenset()  # the last two samples of a range are few of its events
            return "" if node.name in KEEPING | also else f"{node.name}()"
        if isinstance(node, Aggregation):
            also = frozenset() if self.is_count else CHOOSING | {"min" if self.rises else "max"}
            return "" if node.op in ADDING | also else f"{node.op}()"
        return self._of_two(node) if isinstance(node, Binary) else ""

    def _of_two(self, node: Binary) -> str:
        left, right = is_number(node.left), is_number(node.right)
        if _chooses(node):
            return f"the comparison {node.op}"
        if node.op == "unless" or (node.op == "and" and self.is_count):
            return f"the operator {node.op}"
        if node.op == "or":
            made_up = right and not self.is_value and not self._is_fair(node)
            return f"{node.left} before or" if left else f"{node.right} after or" if made_up else ""
        if self.is_value or (left and right):
            return ""
        if node.op in ODD | {"+", "-"}:
            return f"the operator {node.op}" if node.op in ODD else _shifting(node)
        return "" if left or right else self._of_series(node)

    def _is_fair(self, node: Binary) -> bool:
        """Whether the number after *or* says that nothing of its kind has happened, or all of it, where nothing has."""
        value = value_of(node.right)
        is_ratio = not self.is_count and any(map(_is_quotient, walk(node.left)))
        return not value or (is_ratio and is_alike(value, value_of(node.left)))

    def _of_series(self, node: Binary) -> str:
        """A product of series, or a quotient where there is one already."""
        if node.op == "*" and not any(one.name.endswith(INFO) for one in selectors(node)):
            return "a product of series"
        inner = any(_is_quotient(one) for side in children(node) for one in walk(side))
        return "a quotient of series" if node.op == "/" and (self.is_count or inner) else ""


def _shifting(node: Binary) -> str:
    """A number that is added or taken away; what is left of the whole is the other part of it."""
    for number, other in ((node.left, node.right), (node.right, node.left)):
        if is_number(number) and (value := value_of(number)):
            wholes = (1.0, value_of(other))
            is_rest = node.op == "-" and number is node.left and any(is_alike(value, whole) for whole in wholes)
            return "" if is_rest else f"{number} that is {'added' if node.op == '+' else 'taken away'}"
    return ""


def _chooses(node: Binary) -> bool:
    """Whether a comparison leaves out numbers, or gives 0 or 1; one that leaves out 0 alone changes nothing."""
    zero = isinstance(node.right, Number) and node.right.value == 0
    return node.op in COMPARISONS and (node.is_bool or not (zero and node.op in {">", "!="}))


def _is_quotient(node: Node) -> bool:
    return isinstance(node, Binary) and node.op == "/" and bool(selectors(node.left)) and bool(selectors(node.right))


def _standing(node: Node, *, is_rated: bool = False) -> Iterator[Series]:
    """The counters that a query reads without taking their rate."""
    if isinstance(node, Series) and node.name.endswith(COUNTERS) and ":" not in node.name and not is_rated:
        yield node
    rates = isinstance(node, Call) and not node.name.endswith("_over_time")
    counts = isinstance(node, Aggregation) and node.op == "count"
    for one in children(node):
        inner = isinstance(one, Series | Subquery) and bool(one.window) and rates
        yield from _standing(one, is_rated=is_rated or inner or counts)
