"""The quantity that a query of a team's own computes, and what had to be taken from the team for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import combine
from pytest_golive.observability.alerts.meaning.functions import labels_left
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.names import ERRORS, WORD
from pytest_golive.observability.alerts.meaning.quantities import BUCKETS, LIMIT, RATE, Quantity
from pytest_golive.observability.alerts.meaning.recordings import Recordings
from pytest_golive.observability.alerts.meaning.selecting import of_selector
from pytest_golive.observability.alerts.needed import ERROR_RATE, Needed
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Aggregation, Binary, Node, NotUnderstood, Series, selectors
from pytest_golive.observability.queries.computing.words import chosen_in_words, share_in, statuses_of, without_statuses

COUNTERS: Final = ("_total", "_count", "_sum", "_bucket", "_created")
RECORDED: Final = ":"
CONTAINERS: Final = ("container", "container_name")
GOOD: Final = frozenset({"success", "successes", "successful", "succeeded", "ok", "good"})


@dataclass
class OwnMeter(Meter):
    """Measures a query of a team's own.

    Attributes:
        assumed: what is taken as the team says it, in words.
        words: series that are chosen in words of the team's own; each must exist.
    """

    assumed: list[str] = field(default_factory=list)
    words: list[Series] = field(default_factory=list)

    def _series(self, node: Series) -> Quantity:
        if RECORDED in node.name:
            raise NotUnderstood(f"{node.name} is recorded, and the rule that records it is not known")
        if node.name.endswith(COUNTERS) and node.name not in self.needed.metrics:
            raise NotUnderstood(f"{node.name} is a counter as it stands, which counts since its start: take its rate()")
        return of_selector(node, self.needed)

    def _rate(self, name: str, inner: Node) -> Quantity:
        if not isinstance(inner, Series):
            return super()._rate(name, inner)
        if (words := chosen_in_words(inner)) is not None:
            self.words.append(words)
            self.assumed.append(f"which requests {{{','.join(map(str, statuses_of(inner)))}}} counts")
            share = "errors" if statuses_of(inner)[0].is_positive else "success"
            return replace(super()._rate(name, without_statuses(inner)), share=share, series=(inner,))
        found = super()._rate(name, inner)
        is_of_errors = found.kind == RATE and found.share == "errors" and bool(statuses_of(inner))
        return replace(found, share=share_in(inner)) if is_of_errors else found

    def _aggregation(self, node: Aggregation) -> Quantity:
        inner = self.of(node.inner)
        if inner.kind in {RATE, BUCKETS} and node.op != "sum":
            raise NotUnderstood(f"it takes the {node.op} of rates, not their sum")
        if inner.kind == LIMIT and node.op in {"max", "avg"}:
            return self._one_limit(node, inner)
        return super()._aggregation(node)

    @staticmethod
    def _one_limit(node: Aggregation, inner: Quantity) -> Quantity:
        """The largest of several limits, or their mean, is that of each only if each container has its own."""
        keeps = labels_left(inner.keeps, ("by" if node.keeps else "without", frozenset(node.labels)))
        found = replace(inner, keeps=keeps)
        pinned = {one.label for each in inner.series for one in each.matches if one.op == "=" and one.value}
        if not any(found.keeps_label(one) or one in pinned for one in CONTAINERS):
            raise NotUnderstood(
                f"it takes the {node.op} of several limits, so that a container which is full does not show: keep the "
                'label container, or choose one by container="…"'
            )
        return found

    def _either(self, node: Binary) -> Quantity:
        if self.needed.signal != ERROR_RATE and not selectors(node.right):
            raise NotUnderstood(f"it makes up {node.right} where a value is missing")
        return super()._either(node)

    def _binary(self, node: Binary) -> Quantity:
        if node.op not in {"/", "+"}:
            return super()._binary(node)
        left, right = self.of(node.left), self.of(node.right)
        if node.op == "+":
            return combine(node, *_all_of_failures(left, right))
        if left.kind == right.kind == RATE and left.window != right.window:
            raise NotUnderstood(f"it divides a rate over {left.window:g} s by one over {right.window:g} s")
        return combine(node, self._told(left, right), right)

    def _told(self, left: Quantity, right: Quantity) -> Quantity:
        """The numerator; a counter of another name than the denominator's is one of failures, as the team says."""
        if not left.kind == right.kind == RATE or not left.share == right.share == "all":
            return left
        if {_base(name) for name in left.names} & {_base(name) for name in right.names}:
            return left
        shown = ", ".join(sorted(left.names))
        words = {word.lower() for name in left.names for word in WORD.findall(name)}
        is_good = bool(words & GOOD) and not words & ERRORS
        self.assumed.append(f"that {shown} counts all {'successful' if is_good else 'failed'} requests")
        return replace(left, share="success" if is_good else "errors")


def metered(query: str, needed: Needed) -> tuple[Quantity, OwnMeter]:
    """What a query computes, and how that was found.

    Raises:
        NotUnderstood: nobody here knows.
        NotSetUp: the parser is not installed.
    """
    meter = OwnMeter(needed, Recordings(), parse)
    return meter.of(parse(query)), meter


def _all_of_failures(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """What is added: all failures and something besides, such as client errors, are more than all failures."""
    shares = {left.share, right.share}
    if left.kind == right.kind == RATE and "errors" in shares and shares <= {"errors", "some errors", "no errors"}:
        return replace(left, share="errors"), replace(right, share="errors")
    return left, right


def _base(name: str) -> str:
    for suffix in COUNTERS:
        name = name.removesuffix(suffix)
    return name
