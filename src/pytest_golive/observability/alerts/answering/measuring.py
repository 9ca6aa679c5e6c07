"""Asks Prometheus what fired, and Alertmanager who has answered."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import Active, Silence, alerts_of, silences_of
from pytest_golive.observability.alerts.answering.chosen import NAME, Chosen, plain
from pytest_golive.observability.alerts.answering.history import Fired, Stretch, fired_over
from pytest_golive.observability.alerts.answering.result import Answers, Outcome
from pytest_golive.observability.alerts.drill.drilling import LABEL
from pytest_golive.observability.alerts.reaching.watchdog import always_fires, find_switches
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.server import read_rules
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.prometheus.past import told
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.triggers.firing import at_prometheus

MINUTE: Final = 60.0  # between two evaluations, where the server does not say
NEW: Final = 5.0  # seconds in which the end of a time is now
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask, and about what.

    Attributes:
        rules: of the server that evaluates the rules.
        sources: that may hold its series ALERTS.
        manager: of the Alertmanager; None if the settings name none.
        chosen: which alerts are meant.
        switch: name of the dead man's switch; "" for any.
        since: in seconds since 1970.
        until: the same, at most now.
    """

    rules: Client
    sources: Sequence[PrometheusMetrics]
    manager: Client | None
    chosen: Chosen
    switch: str
    since: float
    until: float


def answers(asking: Asking) -> Answers:
    """What fired, and what became of each alert.

    Raises:
        CannotMeasure: a server cannot be asked, nothing proves what fired, or no rule is about the service.
    """
    loaded, switches = _rules(asking)
    names = {one.name for one in loaded if one in switches or always_fires(one)}
    about = [one for one in loaded if one.name not in names and asking.chosen.may_come_of(one)]
    if not about:
        raise CannotMeasure(
            f"none of the {len(loaded):,} alerting rules at {asking.rules.api.named} fires {asking.chosen}, so that "
            "none fired says nothing",
            "write rules about this service, or correct post_deploy.alerts, or the selector of its metrics",
        )
    stretch = Stretch(asking.since, asking.until, max(one.interval for one in switches) or MINUTE)
    found, said = fired_over(asking.sources, asking.chosen, {one.name for one in switches}, stretch)
    found = [one for one in found if one.labels.get(NAME) not in names]
    now = [(labels, since) for labels, since in _firing(asking) if labels.get(NAME) not in names]
    outcomes = list(_outcomes(asking, found, now, names))
    return Answers(
        tuple(outcomes),
        f"{asking.chosen}, {told(asking.since)} to {told(asking.until)}, {said}",
        len(about),
        () if asking.manager else (("silences", "not known, for the settings name no Alertmanager"),),
        _doubt(about, asking),
    )


def _rules(asking: Asking) -> tuple[list[Rule], list[Rule]]:
    """The alerting rules, and those that always fire."""
    loaded = read_rules(HttpApi(asking.rules))
    if loaded.partial:
        what = f"{loaded.source} says that rules are missing in its answer"
        raise CannotMeasure(what, "run it again when all parts of it answer")
    rules = [one for one in loaded.rules if not one.records]
    switches = find_switches(rules, asking.switch)
    if not switches:
        named = f" {asking.switch!r}" if asking.switch else " that always fires"
        raise CannotMeasure(
            f"of the {len(rules):,} alerting rules at {loaded.source} there is none{named}, so nothing proves that "
            "rules were evaluated all the time",
            "add a dead man's switch: `alert: Watchdog` with `expr: vector(1)`",
        )
    return rules, switches


def _firing(asking: Asking) -> Iterator[tuple[Labels, float]]:
    """The labels of what Prometheus fires now, and since when it is pending or firing."""
    for one in at_prometheus(asking.rules):
        if asking.chosen.takes(labels := plain(one.labels.items())):
            yield labels, one.since.timestamp() if one.since else asking.since


def _outcomes(
    asking: Asking, found: Sequence[Fired], now: Sequence[tuple[Labels, float]], switches: set[str]
) -> Iterator[Outcome]:
    manager = asking.manager
    theirs = alerts_of(manager) if manager else []
    silences = silences_of(manager, dt.datetime.now(dt.UTC)) if manager else []
    for one in found:
        if why := asking.chosen.why_not(one.labels):
            yield Outcome(one, "needs none", why)
        elif not any(_has(one.labels, labels) for labels, _ in now):
            yield Outcome(one, "resolved", "fires no longer")
        else:
            yield Outcome(one, *_answer(one.labels, theirs, silences, manager))
    for fired in _others(asking, found, now, theirs, switches):
        why = asking.chosen.why_not(fired.labels)
        yield (
            Outcome(fired, "needs none", why)
            if why
            else Outcome(fired, *_answer(fired.labels, theirs, silences, manager))
        )


def _others(
    asking: Asking,
    found: Sequence[Fired],
    now: Sequence[tuple[Labels, float]],
    theirs: Sequence[Active],
    switches: set[str],
) -> Iterator[Fired]:
    """What fires now, and is not in the series: it has just begun, or another sender fires it."""
    is_now = time.time() - asking.until < NEW
    for labels, since in now:
        if is_now and not any(_has(one.labels, labels) for one in found):
            yield Fired(labels, since, since)
    known = [*(one.labels for one in found), *(labels for labels, _ in now)]
    for alert in theirs:
        labels = plain(alert.labels.items())
        began = alert.since.timestamp() if alert.since else asking.since
        is_ours = asking.chosen.takes(labels, declared=True) and LABEL not in labels and alert.name not in switches
        if is_ours and began <= asking.until and not any(_agree(labels, one) for one in known):
            yield Fired(labels, began, began)


def _answer(
    labels: Labels, theirs: Sequence[Active], silences: Sequence[Silence], manager: Client | None
) -> tuple[str, str]:
    """The answer to an alert that fires still, and why."""
    if manager is None:
        return "", "fires still"
    same = [one for one in theirs if _has(one.labels, labels)] or [one for one in theirs if _agree(one.labels, labels)]
    if not same:
        return "", f"fires still, and {manager.api.named} does not have it"
    by: list[Silence] = []
    for one in same:
        keep = [each for each in silences if each.identity in one.silenced_by and each.begins is None]
        told_ = [each for each in keep if each.comment.strip() and each.author.strip()]
        if not told_:
            inhibited = ", inhibited by another alert" if one.inhibited_by else ""
            return "", f"{keep[0]} has no reason, or no author" if keep else f"fires still{inhibited}"
        by.append(told_[0])
    return "silenced", str(by[0])


def _has(labels: Labels, wanted: Labels) -> bool:
    return all(labels.get(name) == value for name, value in wanted.items())


def _agree(one: Labels, other: Labels) -> bool:
    """Whether two may be the same alert, of which relabelling has added or dropped labels on its way."""
    return one.get(NAME) == other.get(NAME) and all(other.get(name, value) == value for name, value in one.items())


def _doubt(about: Sequence[Rule], asking: Asking) -> CannotMeasure | None:
    """A rule that is not evaluated now."""
    ill = [one for one in about if one.health != "ok"]
    if not ill:
        return None
    error = f": {ill[0].error}" if ill[0].error else ""
    what = f"{len(ill):,} of {len(about):,} rules at {asking.rules.api.named} are not evaluated: {ill[0].name}{error}"
    return CannotMeasure(what, "correct the rule, or see the log of Prometheus, and judge again")
