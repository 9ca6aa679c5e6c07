"""The rules that a server has loaded, by ``/api/v1/rules`` of Prometheus, Thanos, Mimir or vmalert."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.items import Item, other_shape
from pytest_golive.observability.sources.prometheus.envelope import Answered, asked
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.prometheus.refusing import Refused
from pytest_golive.observability.sources.prometheus.targets import moment_of
from pytest_golive.observability.sources.trouble import clean
from pytest_golive.service.limits.limit_fields import moment_of as moment_of_header

RULES: Final = "/api/v1/rules"
MOST: Final = 200_000  # rules
ELSEWHERE: Final = (
    "if rules are evaluated elsewhere (by vmalert beside VictoriaMetrics, by a ruler beside Thanos), give the address "
    "of that in [tool.golive.targets.NAME.alerts.prometheus] url"
)
TYPES: Final = {"alerting": False, "recording": True}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules of a server.

    Attributes:
        rules: all of them, alerting and recording.
        now: the server's own time, in seconds since 1970.
        source: where they were read, for evidence.
        warnings: what the server says about its answer.
        groups: how many groups there are.
        partial: whether the server says that rules are missing.
    """

    rules: tuple[Rule, ...]
    now: float
    source: str
    warnings: tuple[str, ...] = ()
    groups: int = 0
    partial: bool = False

    @property
    def alerting(self) -> int:
        """How many alerting rules there are."""
        return sum(not rule.records for rule in self.rules)


def read_rules(api: HttpApi) -> Loaded:
    """The loaded rules.

    Raises:
        CannotMeasure: there is no usable answer, or one that does not prove that there are no rules.
    """
    source = api.client.api.named
    try:
        answered = asked(api.client, RULES, {}, changes_nothing=False)
    except Refused as error:
        if error.reason != "not found":
            raise
        raise CannotMeasure(f"{source} has no {RULES}, so it evaluates no rules", ELSEWHERE) from None
    groups = answered.item.items("groups")
    rules = tuple(rule for group in groups for rule in _rules(group, source))
    if len(rules) > MOST:
        raise CannotMeasure(f"{source} has more than {MOST:,} rules", "give the address of the service's own rules")
    if not rules and not api.server.holds_rules:
        what = f"{source} ({api.server.named}) answers with no rules at all, as one does that never has any"
        raise CannotMeasure(what, ELSEWHERE)
    return Loaded(rules, _now(answered), source, answered.warnings, len(groups), answered.partial)


def _now(answered: Answered) -> float:
    """The server's time: ages are measured by the clock that wrote them."""
    return moment_of_header(answered.headers.get("date", "")) or time.time()


def _rules(group: Item, source: str) -> Iterator[Rule]:
    for rule in group.items("rules"):
        kind = rule.text("type")
        if kind not in TYPES:
            raise other_shape(rule.place, "a rule of the type 'alerting' or 'recording'")
        yield Rule(
            name=_needed(rule, "name"),
            expression=_needed(rule, "query"),
            records=TYPES[kind],
            wait=_number(rule, "duration"),
            keep=_number(rule, "keepFiringFor"),
            labels=rule.labels("labels"),
            annotations=rule.labels("annotations"),
            group=group.shown("name"),
            file=group.shown("file"),
            interval=_number(group, "interval"),
            limit=_number(group, "limit"),
            health=rule.shown("health") or "unknown",
            error=rule.shown("lastError"),
            evaluated=_evaluated(rule),
            source=source,
        )


def _needed(rule: Item, key: str) -> str:
    found = rule.text(key)
    if not found:
        raise other_shape(rule.place, f"a text {key!r} that is not empty")
    return found


def _number(item: Item, key: str) -> float:
    found = item.values.get(key) or 0.0
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise other_shape(item.place, f"a number {key!r}")
    return float(found)


def _evaluated(rule: Item) -> float:
    """When it was evaluated last; NaN for never."""
    if not rule.maybe_text("lastEvaluation"):
        return math.nan
    return moment_of(rule, "lastEvaluation") or math.nan


def shown_warnings(loaded: Loaded) -> str:
    """What the server says about its answer, for evidence."""
    return clean("; ".join(loaded.warnings))
