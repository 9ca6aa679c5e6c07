"""Reads the value side of an alert's expression: which quantity it measures, down to what is scraped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.observability.alerts.meaning import functions
from pytest_golive.observability.alerts.meaning.arithmetic import combine
from pytest_golive.observability.alerts.meaning.quantities import LIMIT, NUMBER, RATE, Quantity
from pytest_golive.observability.alerts.meaning.recordings import DEEPEST, Recordings
from pytest_golive.observability.alerts.meaning.selecting import of_selector, rate_of
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import (
    ARITHMETIC,
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Series,
    Subquery,
    Text,
)
from pytest_golive.observability.alerts.rule import Rule

HISTOGRAMS: Final = frozenset(
    {"histogram_quantile", "histogram_fraction", "histogram_avg", "histogram_count", "histogram_sum"}
)
MOST_READ: Final = 500  # rules that each add others several times would otherwise never end
Parse = Callable[[str], Node]


@dataclass
class Meter:
    """Measures expressions for one needed alert.

    Attributes:
        needed: the alert.
        recordings: the recording rules.
        parse: parses the expression of a recording rule.
        used: the recording rules that were read.
    """

    needed: Needed
    recordings: Recordings
    parse: Parse
    used: list[Rule] = field(default_factory=list)
    _depth: int = 0

    def of(self, node: Node) -> Quantity:
        """What *node* measures.

        Raises:
            NotUnderstood: that has no name here.
        """
        if isinstance(node, Number):
            return Quantity(NUMBER, value=node.value)
        if isinstance(node, Series):
            return self._series(node)
        if isinstance(node, Aggregation):
            return self._aggregation(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Binary):
            return self._binary(node)
        raise NotUnderstood(f"it is not known what {node} measures")

    def _series(self, node: Series) -> Quantity:
        if node.is_fixed:
            raise NotUnderstood(f"{node} is pinned to a moment by @")
        rule = self.recordings.of(node)
        if rule is None:
            return of_selector(node, self.needed)
        self.used.append(rule)
        if len(self.used) > MOST_READ:
            raise NotUnderstood(f"it reads recorded series more than {MOST_READ} times")
        if self._depth >= DEEPEST:
            raise NotUnderstood(f"{node.name} is recorded from itself, or through more than {DEEPEST} rules")
        self._depth += 1
        try:
            return self._recorded(self.of(self.parse(rule.expression)), node, rule)
        finally:
            self._depth -= 1

    def _recorded(self, inner: Quantity, node: Series, rule: Rule) -> Quantity:
        """A recorded quantity, as a selector of it reads it."""
        for match in node.matches:
            if match.label not in rule.labels and match.is_positive and not inner.keeps_label(match.label):
                inner = inner.weaker(f"it selects by {match}, a label that {rule.name} is not recorded with")
        if node.offset < 0:
            raise NotUnderstood(f"{node} looks into the future")
        own = tuple(match for match in node.matches if match.label not in rule.labels)
        series = tuple(replace(each, matches=tuple(dict.fromkeys((*each.matches, *own)))) for each in inner.series)
        return replace(inner, series=series, delay=inner.delay + node.offset)

    def _aggregation(self, node: Aggregation) -> Quantity:
        keeps = ("by" if node.keeps else "without", frozenset(node.labels))
        param = self.of(node.param) if isinstance(node.param, Number | Binary) else None
        return functions.aggregated(node.op, self.of(node.inner), keeps, param)

    def _call(self, node: Call) -> Quantity:
        name, arguments = node.name, node.arguments
        if name in HISTOGRAMS:
            numbers = [self.of(each) for each in arguments[:-1]]
            first, second = (*numbers, None, None)[:2]
            return functions.histogram(node, self.of(arguments[-1]), first, second)
        if name in functions.RATES:
            return self._rate(name, arguments[0])
        if name in functions.OVER_TIME:
            return self._over_time(name, arguments[-1], self.of(arguments[0]) if len(arguments) > 1 else None)
        if name in {"clamp_min", "clamp_max"}:
            return self._clamped(node)
        if name == "scalar":
            return functions.scalar(self.of(arguments[0]))
        if name in functions.SAME and arguments and not isinstance(arguments[0], Text):
            return functions.same(name, self.of(arguments[0]))
        raise NotUnderstood(f"it is not known what {name}() measures")

    def _rate(self, name: str, inner: Node) -> Quantity:
        if not isinstance(inner, Series) or self.recordings.of(inner) is not None:
            raise NotUnderstood(f"{name}() of a recorded or computed series")
        return rate_of(name, inner, self.needed)

    def _over_time(self, name: str, inner: Node, param: Quantity | None) -> Quantity:
        if isinstance(inner, Subquery):
            quantity = self.of(inner.inner)
            quantity = replace(quantity, delay=quantity.delay + functions.late_by(inner))
            if why := functions.blind(inner):
                quantity = quantity.weaker(why)
            return functions.over_time(name, quantity, inner.window, param)
        if isinstance(inner, Series):
            return functions.over_time(name, self.of(replace(inner, window=0.0)), inner.window, param)
        raise NotUnderstood(f"it is not known what {name}() measures")

    def _clamped(self, node: Call) -> Quantity:
        quantity, bound = self.of(node.arguments[0]), self.of(node.arguments[1])
        if bound.kind != NUMBER or node.name == "clamp_max":
            raise NotUnderstood(f"it is not known what {node.name}() of {quantity.kind} measures")
        return self._guarded(quantity, bound.value)

    def _guarded(self, quantity: Quantity, least: float) -> Quantity:
        """A denominator that must be more than a number, against a division by nothing."""
        if quantity.kind == RATE and quantity.scale and least / quantity.scale > self.needed.traffic:
            shown = f"{least / quantity.scale:g}"
            return quantity.doubted(f"below {shown} requests per second it is silent (see lowest_traffic)")
        if quantity.kind == LIMIT and least > 0:
            return quantity.doubted(f"it is silent where the limit is less than {least:g}")
        if quantity.kind in {RATE, LIMIT} or least <= 0:
            return quantity
        raise NotUnderstood(f"it compares {quantity.kind} inside of a calculation")

    def _binary(self, node: Binary) -> Quantity:
        if node.op in ARITHMETIC:
            return combine(node, self.of(node.left), self.of(node.right))
        if node.op in COMPARISONS and not node.is_bool:
            left, right = self.of(node.left), self.of(node.right)
            if right.kind == NUMBER and node.op in {">", ">=", "!="}:
                return self._guarded(left, right.value)
        if node.op == "or":
            return self._either(node)
        raise NotUnderstood(f"it is not known what {node.op} means inside of a calculation")

    def _either(self, node: Binary) -> Quantity:
        """One quantity, and another where the first is missing: a zero, or the same in other words."""
        left = self.of(node.left)
        if _is_zero(node.right):
            return left
        right = self.of(node.right)
        if (left.kind, left.share, left.topic, left.scale) == (right.kind, right.share, right.topic, right.scale):
            return left.joined(right)
        raise NotUnderstood(f"it takes {right.kind} in place of {left.kind} where that is missing")


def _is_zero(node: Node) -> bool:
    """Whether an expression is 0, for every series that it has."""
    if isinstance(node, Number):
        return node.value == 0
    if isinstance(node, Call) and node.name in {"vector", "scalar", "clamp_max"}:
        return _is_zero(node.arguments[-1])
    return isinstance(node, Binary) and node.op == "*" and (_is_zero(node.left) or _is_zero(node.right))
