"""Which labels the alerts of a rule have: what its expression keeps of the series, and what the rule adds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    named,
    selectors,
)
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule

NAME: Final = "__name__"
KEEPING: Final = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
EMPTY: Final = frozenset({"vector", "time", "pi", "scalar"})
ABSENT: Final = frozenset({"absent", "absent_over_time"})
GROUP: Final = re.compile(r"\bgroup_(?:left|right)\s{0,40}\(([^()]{0,500})\)", re.IGNORECASE)
DEEPEST: Final = 20  # recording rules that read each other


@dataclass(frozen=True, slots=True)
class Shape:
    """The labels of the series of an expression.

    Attributes:
        known: labels with their values; "" for one that is surely not there.
        unknown: labels that are there, with values that are not known.
        is_open: whether there may be others.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    is_open: bool = False

    def only(self, labels: Iterable[str]) -> Shape:
        """Without all but *labels*."""
        kept = set(labels)
        unknown = {name for name in kept if name in self.unknown or (self.is_open and name not in self.known)}
        return Shape({name: value for name, value in self.known.items() if name in kept}, frozenset(unknown))

    def without(self, labels: Iterable[str]) -> Shape:
        """Without *labels*."""
        gone = set(labels)
        known = {name: value for name, value in self.known.items() if name not in gone}
        return Shape({**known, **(dict.fromkeys(gone, "") if self.is_open else {})}, self.unknown - gone, self.is_open)

    def with_unknown(self, labels: Iterable[str]) -> Shape:
        """With *labels* of any value."""
        added = frozenset(labels)
        known = {name: value for name, value in self.known.items() if name not in added}
        return Shape(known, self.unknown | added, self.is_open)

    def or_other(self, other: Shape) -> Shape:
        """What is sure of both."""
        names = set(self.known) | set(other.known)
        alike = {name for name in names if self.value(name) is not None and self.value(name) == other.value(name)}
        known = {name: self.known.get(name, "") for name in alike}
        unknown = (self.unknown | other.unknown | names) - alike
        return Shape(known, frozenset(unknown), self.is_open or other.is_open)

    def value(self, name: str) -> str | None:
        """The value of a label; None if it is not known."""
        return self.known.get(name, None if self.is_open or name in self.unknown else "")


@dataclass(frozen=True)
class Reader:
    """Finds the labels of the series of expressions.

    Attributes:
        rules: all rules, among which recording rules are looked up.
        service: the labels of this service's series.
        parse: parses an expression.
        lacks: whether no series that a selector reads has a label; None if no server can be asked.
    """

    rules: Sequence[Rule]
    service: Mapping[str, str]
    parse: Callable[[str], Node]
    lacks: Callable[[Series, str], bool] | None = None

    def labels(self, rule: Rule) -> Labels:
        """The labels of the alerts of *rule*; nothing is known of those of an expression that is not understood."""
        try:
            shape = self._read(rule.expression, 0)
        except (NotUnderstood, RecursionError):
            shape = Shape(is_open=True)
        own = Labels.of(rule.labels, {"alertname": rule.name})
        known = {name: value for name, value in shape.known.items() if name not in own.unknown}
        unknown = (shape.unknown - set(own.known)) | own.unknown
        return Labels({**known, **own.known}, unknown, shape.is_open, lacks=lambda name: self._lacks(rule, name))

    def _lacks(self, rule: Rule, label: str) -> bool:
        """Whether nothing that a rule reads has a label, so that its alerts have none; what adds labels is seen."""
        try:
            read = [named(each) for each in selectors(self.parse(rule.expression))]
        except (NotUnderstood, RecursionError):
            return False
        return self.lacks is not None and bool(read) and all(self.lacks(each, label) for each in read)

    def _read(self, expression: str, depth: int) -> Shape:
        """The labels of an expression; those that a group takes from the other side are not known."""
        taken = {name.strip() for found in GROUP.finditer(expression) for name in found[1].split(",")} - {""}
        shape = self._shape(self.parse(expression), depth)
        return shape.with_unknown(taken) if taken else shape

    def _shape(self, node: Node, depth: int) -> Shape:
        if isinstance(node, Series):
            return self._of_series(node, depth)
        if isinstance(node, Subquery):
            return self._shape(node.inner, depth)
        if isinstance(node, Aggregation):
            return self._aggregated(node, depth)
        if isinstance(node, Binary):
            return self._combined(node, depth)
        return self._called(node, depth) if isinstance(node, Call) else Shape()

    def _of_series(self, node: Series, depth: int) -> Shape:
        equal = {one.label: one.value for one in node.matches if one.op == "=" and one.label != NAME}
        recorded = [rule for rule in self.rules if rule.records and rule.name == node.name and node.name]
        if not recorded or depth > DEEPEST:
            return Shape({**self.service, **equal}, is_open=True)
        shapes = [self._recorded(rule, depth + 1) for rule in recorded]
        found = shapes[0]
        for other in shapes[1:]:
            found = found.or_other(other)
        return Shape({**found.known, **equal}, found.unknown - set(equal), found.is_open)

    def _recorded(self, rule: Rule, depth: int) -> Shape:
        found = self._read(rule.expression, depth)
        return Shape({**found.known, **rule.labels}, found.unknown - set(rule.labels), found.is_open)

    def _aggregated(self, node: Aggregation, depth: int) -> Shape:
        inner = self._shape(node.inner, depth)
        if node.op in KEEPING:
            return inner
        found = inner.only(node.labels) if node.keeps else inner.without(node.labels)
        if node.op == "count_values":
            return found.with_unknown([node.param.value] if isinstance(node.param, Text) else [])
        return found

    def _combined(self, node: Binary, depth: int) -> Shape:
        if _is_scalar(node.left) or _is_scalar(node.right):
            return self._shape(node.right if _is_scalar(node.left) else node.left, depth)
        left, right = self._shape(node.left, depth), self._shape(node.right, depth)
        if node.op in SETS:
            return left.or_other(right) if node.op == "or" else left
        if node.group:
            return left if node.group == "left" else right
        if node.on is not None:
            return _both(left, right).only(node.on)
        return _both(left, right).without(node.ignoring) if node.ignoring else _both(left, right)

    def _called(self, node: Call, depth: int) -> Shape:
        vectors = [one for one in node.arguments if not isinstance(one, Number | Text)]
        if node.name in EMPTY or not vectors:
            return Shape()
        inner = self._shape(vectors[-1] if node.name == "histogram_quantile" else vectors[0], depth)
        if node.name in ABSENT:
            first = vectors[0]
            equal = first.matches if isinstance(first, Series) else ()
            return Shape({one.label: one.value for one in equal if one.op == "=" and one.label != NAME})
        if node.name in {"label_replace", "label_join"}:
            to = node.arguments[1] if len(node.arguments) > 1 else None
            return inner.with_unknown([to.value]) if isinstance(to, Text) else Shape(is_open=True)
        return inner.without(["le"]) if node.name == "histogram_quantile" else inner


def _both(left: Shape, right: Shape) -> Shape:
    """Of two sides that only match where their labels are equal."""
    known = {**{name: value for name, value in right.known.items() if left.value(name) is None}, **left.known}
    return Shape(known, left.unknown - set(known), left.is_open and right.is_open)


def _is_scalar(node: Node) -> bool:
    """Whether an operand is a number, so that the other one gives the labels."""
    if isinstance(node, Binary):
        return _is_scalar(node.left) and _is_scalar(node.right)
    return isinstance(node, Number | Text) or (isinstance(node, Call) and node.name in {"scalar", "time", "pi"})
