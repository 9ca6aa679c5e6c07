"""Whether the series that a rule reads are there now: a rule over none is loaded and well, and can never fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.evaluating.fault import Fault
from pytest_golive.observability.alerts.evaluating.partners import without_partners
from pytest_golive.observability.alerts.meaning.matching import STATUSES, accepts
from pytest_golive.observability.alerts.meaning.selecting import known_meaning
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Match,
    Node,
    NotUnderstood,
    Series,
    children,
    named,
    selectors,
)
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.spelling import misspelled
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of

DEEPEST: Final = 20
MIXING: Final = frozenset({"sum", "avg", "count", "quantile"})
ABSENT: Final = frozenset({"absent", "absent_over_time"})
OF_REQUESTS: Final = frozenset({"requests", "errors", "times"})


@dataclass(frozen=True)
class Living:
    """Asks the server for what one rule reads.

    Attributes:
        watched: the server.
        needed: the alert that the rule covers.
        recordings: the recording rules that it reads, which are followed: a ratio of errors may have no series now.
    """

    watched: Watched
    needed: Needed
    recordings: Sequence[Rule] = ()

    def faults(self, expression: str, depth: int = 0) -> list[Fault]:
        """What is wrong with the series of an expression; those that are sure come first."""
        try:
            found = list(self._of(self.watched.parse(expression), depth))
        except NotUnderstood as error:
            return [Fault(str(error), is_sure=False)]
        return sorted(dict.fromkeys(found), key=lambda one: not one.is_sure)

    def _of(self, node: Node, depth: int) -> Iterator[Fault]:
        if isinstance(node, Series):
            yield from self._of_series(named(node), depth)
            return
        if isinstance(node, Call) and node.name in ABSENT:
            return
        if isinstance(node, Binary) and node.op == "unless":
            yield from self._of(node.left, depth)
            return
        if isinstance(node, Binary) and node.op == "or":
            # One side with series is enough; what has no selector, such as vector(0), is no signal.
            sides = [list(self._of(side, depth)) for side in (node.left, node.right) if selectors(side)]
            yield from (() if any(not side for side in sides) else (fault for side in sides for fault in side))
            return
        if isinstance(node, Aggregation) and node.op in MIXING:
            yield from self._mixed(node)
        if isinstance(node, Binary):
            yield from without_partners(node, self.watched, self.needed.labels, self.recordings)
        for child in children(node):
            yield from self._of(child, depth)

    def _of_series(self, series: Series, depth: int) -> Iterator[Fault]:
        recorded = [rule for rule in self.recordings if rule.name == series.name]
        if recorded and depth < DEEPEST:
            sides = [self.faults(rule.expression, depth + 1) for rule in recorded]
            yield from min(sides, key=len)
            return
        kind, name = known_meaning(series, self.needed).kind, series.name
        is_sure = kind != "errors"  # a counter of errors may begin with the first one
        if name and (fault := self._missing(name, (), f"there is no series of {name} on the server", is_sure=is_sure)):
            yield fault
            return
        kept = tuple(one for one in series.matches if one.label.lower() not in STATUSES)
        for one in (match for match in series.matches if not accepts(match, "")):
            what = f"no series of {name or series} has the label {one.label}"
            if fault := self._missing(name, (Match(one.label, "!=", ""),), what, is_sure=is_sure):
                yield fault
                return
        shown = Series(name, kept)
        if kept and (fault := self._missing(name, kept, f"there is no series {shown}", is_sure=is_sure)):
            yield fault
            return
        yield from self._foreign(name, series, kept, kind)
        labels = self.needed.labels if kind in OF_REQUESTS else {}
        yield from (Fault(*why) for why in misspelled(series, self.watched, labels))

    def _foreign(self, name: str, series: Series, kept: tuple[Match, ...], kind: str) -> Iterator[Fault]:
        """That the series are there, and are those of others."""
        ours = tuple(one for one in _ours(self.needed.labels) if one not in kept)
        if kind in OF_REQUESTS and ours:
            labels = ", ".join(map(str, ours))
            what = f"no series {Series(name, kept)} is one of this service ({labels})"
            if fault := self._missing(name, (*kept, *ours), what, is_sure=False):
                yield fault
                return
        own = kept + (ours if kind in OF_REQUESTS else ())
        for one in series.matches:
            if one not in kept and not accepts(one, ""):
                what = f"no series {Series(name, own)} has the label {one.label}"
                if fault := self._missing(name, (*own, Match(one.label, "!=", "")), what, is_sure=kind != "errors"):
                    yield fault

    def _missing(self, name: str, matches: tuple[Match, ...], what: str, *, is_sure: bool) -> Fault | None:
        count = self.watched.count(selector_of(name, matches))
        if count is None:
            return Fault(f"the server does not say whether there are series {Series(name, matches)}", is_sure=False)
        if count != 0:
            return None
        if is_sure and self._is_down():
            shown = Series("up", _ours(self.needed.labels))
            return Fault(f"{what}, and nothing of this service is up now ({shown} is 0): start it first", is_sure=False)
        return Fault(what, is_sure)

    def _is_down(self) -> bool:
        """Whether the server scrapes this service, and no scrape succeeds: its series ended, and the rule is well."""
        up = selector_of("up", _ours(self.needed.labels))
        return bool(self.watched.count(up)) and self.watched.count(f"{up} == 1") == 0

    def _mixed(self, node: Aggregation) -> Iterator[Fault]:
        """That the server adds up series of this service and of others: healthy ones hide those that are not."""
        ours = _ours(self.needed.labels)
        word = "by" if node.keeps else "without"
        grouped = f"count {word} ({', '.join(node.labels)})"
        for series in map(named, selectors(node.inner)):
            is_recorded = any(rule.name == series.name for rule in self.recordings)
            if set(ours) <= set(series.matches) or not series.name or is_recorded:
                continue
            matches = tuple(one for one in series.matches if one.label.lower() not in STATUSES)
            both = selector_of(series.name, matches), selector_of(series.name, (*matches, *ours))
            if self.watched.count(f"{grouped} ({both[0]}) > {grouped} ({both[1]})"):
                labels = ", ".join(map(str, ours))
                yield Fault(
                    f"it adds up {series} of this service ({labels}) and of others, which dilute it", is_sure=False
                )


def _ours(labels: Mapping[str, str]) -> tuple[Match, ...]:
    return tuple(Match(label, "=", value) for label, value in labels.items())
