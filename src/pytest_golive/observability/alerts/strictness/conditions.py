"""Reads the truth side of an alert's expression: comparisons, and what ``and``, ``or`` and ``unless`` make of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import combine
from pytest_golive.observability.alerts.meaning.functions import blind, labels_left, late_by
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.quantities import NUMBER
from pytest_golive.observability.alerts.meaning.recordings import Gone
from pytest_golive.observability.alerts.promql.tree import (
    COMPARISONS,
    FLIPPED,
    SETS,
    Aggregation,
    Binary,
    Call,
    Node,
    NotUnderstood,
    Number,
    Subquery,
)
from pytest_golive.observability.alerts.strictness.comparing import Service, compared
from pytest_golive.observability.alerts.strictness.mentioning import mentions, unread
from pytest_golive.observability.alerts.strictness.outcomes import (
    ALWAYS,
    NEVER,
    OTHER,
    UNPROVEN,
    WEAK,
    Outcome,
    both,
    either,
)
from pytest_golive.observability.alerts.strictness.restricting import restricted
from pytest_golive.observability.alerts.strictness.truths import HOLDS, truth_of

PASSED: Final = frozenset({"label_replace", "label_join", "sort", "sort_desc", "last_over_time"})
PRESENT: Final = frozenset({"sum", "max", "min", "avg", "count", "group", "topk"})


@dataclass
class Judgement:
    """Judges conditions for one needed alert.

    Attributes:
        meter: measures their values.
        service: what is known of the service.
    """

    meter: Meter
    service: Service

    def of(self, node: Node) -> Outcome:
        """What a condition is for the alert."""
        try:
            return self._of(node)
        except Gone as error:
            return Outcome(WEAK if mentions(node, self.meter) else OTHER, (str(error),))
        except NotUnderstood as error:
            return Outcome(UNPROVEN if mentions(node, self.meter) else OTHER, (str(error),))

    def _of(self, node: Node) -> Outcome:
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Aggregation) and node.op in PRESENT:
            outcome, keeps = self.of(node.inner), ("by" if node.keeps else "without", frozenset(node.labels))
            if node.op == "topk":
                return _chosen(node, outcome)
            return replace(outcome, keeps=labels_left(outcome.keeps, keeps))
        if isinstance(node, Call) and node.name in PASSED and node.arguments:
            return self.of(node.arguments[0])
        return self._value(node)

    def _value(self, node: Node) -> Outcome:
        """A value without a comparison is always there, or means something else."""
        quantity = self.meter.of(node)
        if quantity.kind == NUMBER:
            return Outcome(ALWAYS, ("it is always true",))
        about = mentions(node, self.meter)
        why = ("it compares nothing, so it always fires",)
        return Outcome(WEAK, why, is_always=True) if about else Outcome(OTHER)

    def _binary(self, node: Binary) -> Outcome:
        if node.op in SETS:
            return self._set(node)
        if node.op not in COMPARISONS:
            return self._value(node)
        if node.is_bool:
            outcome = self.of(replace(node, is_bool=False))
            why = "bool makes it answer 0 or 1, so it always fires"
            return outcome if outcome.state == OTHER else Outcome(WEAK, (why,), is_always=True)
        if (inner := truth_of(node)) is not None:
            return self._truth_of(inner)
        return self._compared(node)

    def _set(self, node: Binary) -> Outcome:
        if node.op == "or":
            return either(self.of(node.left), self.of(node.right))
        return self._both(node) if node.op == "and" else self._unless(node)

    def _truth_of(self, node: Node) -> Outcome:
        """What must hold for a value of 0 or 1 to be 1."""
        if isinstance(node, Binary) and node.op == "*":
            return self._both(replace(node, op="and", left=node.left, right=node.right), truths=True)
        if isinstance(node, Binary) and node.op == "+":
            return either(self._truth_of(node.left), self._truth_of(node.right))
        if isinstance(node, Aggregation):
            return self._truth_of(node.inner)
        if isinstance(node, Call) and isinstance(node.arguments[-1], Subquery):
            subquery = node.arguments[-1]
            outcome, held = self._truth_of(subquery.inner), subquery.window if node.name == "min_over_time" else 0.0
            outcome = replace(outcome, delay=outcome.delay + late_by(subquery) + held)
            return outcome.worse(WEAK, why) if (why := blind(subquery)) and outcome.state != OTHER else outcome
        return self.of(replace(node, is_bool=False) if isinstance(node, Binary) else node)

    def _compared(self, node: Binary) -> Outcome:
        left, right = self.meter.of(node.left), self.meter.of(node.right)
        if NUMBER in (left.kind, right.kind) and (
            why := unread(node, left if right.kind == NUMBER else right, self.meter)
        ):
            raise NotUnderstood(why)
        if left.kind == right.kind == NUMBER:
            always = HOLDS[node.op](left.value, right.value)
            return Outcome(ALWAYS if always else NEVER, (f"{node} is {'always' if always else 'never'} true",))
        if right.kind == NUMBER:
            return compared(left, node.op, right.value, self.meter.needed, self.service)
        if left.kind == NUMBER:
            return compared(right, FLIPPED[node.op], left.value, self.meter.needed, self.service)
        # errors > 0.02 * requests: what their quotient would be compared with
        try:
            quotient = combine(replace(node, op="/"), left, right)
        except NotUnderstood:
            raise NotUnderstood(f"its threshold is no number but {node.right}") from None
        return compared(quotient, node.op, 1.0, self.meter.needed, self.service)

    def _both(self, node: Binary, *, truths: bool = False) -> Outcome:
        read = self._truth_of if truths else self.of
        left, right = read(node.left), read(node.right)
        if left.state == OTHER and right.state == OTHER:
            return left
        if OTHER not in (left.state, right.state) and ALWAYS not in (left.state, right.state):
            return both(left, right)
        ours, other = (node.right, node.left) if left.state in {OTHER, ALWAYS} else (node.left, node.right)
        outcome = right if ours is node.right else left
        if outcome.state in {OTHER, ALWAYS}:
            return Outcome(OTHER)
        if ALWAYS in (left.state, right.state):
            return (
                outcome if node.on is not None or truths else outcome.worse(UNPROVEN, f"{node.op} {other} has no on()")
            )
        return restricted(self.meter, outcome, replace(node, right=other), "it fires only while", self.service.covers)

    def _unless(self, node: Binary) -> Outcome:
        outcome = self.of(node.left)
        if outcome.state == OTHER:
            return outcome
        right = self._presence(node.right)
        if right == NEVER:
            return outcome
        if right == ALWAYS:
            return outcome.worse(NEVER, f"unless {node.right} switches it off for ever")
        return restricted(self.meter, outcome, node, "it is silent while", self.service.covers)

    def _presence(self, node: Node) -> str:
        try:
            return self._of(node).state
        except NotUnderstood:
            return OTHER


def _chosen(node: Aggregation, outcome: Outcome) -> Outcome:
    """One of the series for which a condition holds is enough; it takes one at least."""
    if outcome.state == OTHER:
        return outcome
    if not isinstance(node.param, Number):
        return outcome.worse(UNPROVEN, f"it is not known how many series {node.op}() chooses")
    return outcome if node.param.value >= 1 else outcome.worse(NEVER, f"{node.op}({node.param}, …) chooses no series")
