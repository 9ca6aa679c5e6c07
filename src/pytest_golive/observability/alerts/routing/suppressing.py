"""What keeps an alert from being sent now: silences, other alerts that inhibit it, and intervals of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pytest_golive.observability.alerts.routing.config import Config, Inhibition
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.matchers import Matcher
from pytest_golive.observability.alerts.routing.reading import not_understood
from pytest_golive.observability.alerts.routing.routes import Route


class Silencing(Protocol):
    """A silence that is in force."""

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """All must match."""


def muted(route: Route, config: Config, now: dt.datetime) -> str:
    """Why a route sends nothing at this time; "" if it does.

    Raises:
        CannotMeasure: it names an interval that is not there.
    """
    for name in route.muted:
        if _is_in(name, config, now):
            return f"muted now by the interval {name!r}"
    if route.active and not any(_is_in(name, config, now) for name in route.active):
        names = f"s {', '.join(map(repr, route.active))}" if len(route.active) > 1 else f" {route.active[0]!r}"
        return f"active only in the interval{names}, and not now"
    return ""


def silenced(labels: Labels, silences: Iterable[Silencing]) -> tuple[list[Silencing], list[Silencing]]:
    """The silences that hide an alert, and those that may hide it, which depends on labels that are not known."""
    surely: list[Silencing] = []
    maybe: list[Silencing] = []
    for silence in silences:
        answers = {matches for matches, _ in labels.cases(silence.matchers)}
        if answers == {True}:
            surely.append(silence)
        elif True in answers:
            maybe.append(silence)
    return surely, maybe


def inhibited(
    labels: Labels, rules: Sequence[Inhibition], firing: Sequence[Mapping[str, str]]
) -> tuple[list[str], list[str]]:
    """What inhibits an alert now, and what may, which depends on labels that are not known.

    Args:
        labels: of the alert.
        rules: the rules of the configuration.
        firing: the labels of the alerts that fire now.
    """
    surely: list[str] = []
    maybe: list[str] = []
    for rule in rules:
        answers = {
            _inhibits(rule, labels, other): other.get("alertname", "an alert without a name") for other in firing
        }
        if True in answers:
            surely.append(f"{answers[True]}, by {rule.place}")
        elif None in answers:
            maybe.append(f"{answers[None]}, by {rule.place}")
    return surely, maybe


def could_inhibit(rule: Inhibition, labels: Labels, other: Labels) -> Iterator[tuple[Labels, bool]]:
    """Whether an alert would inhibit another one if both fired.

    Args:
        rule: of the configuration.
        labels: of the alert that is inhibited.
        other: of the one that inhibits.

    Returns:
        The labels that the other one has then, and whether it surely inhibits; nothing if it never does.
    """
    targets, sources = list(labels.cases(rule.target)), list(other.cases(rule.source))
    is_one = len(targets) == 1 and len(sources) == 1
    for own in (world for matches, world in targets if matches):
        for world in (found for matches, found in sources if matches):
            sides = {_answer(own, rule.source), _answer(world, rule.target)}
            equal = {_same(own.value(name), world.value(name)) for name in rule.equal}
            # An alert on both sides of a rule does not inhibit another one on both sides.
            if sides == {True} or False in equal:
                continue
            yield world, is_one and False in sides and None not in equal


def _same(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else one == other


def _inhibits(rule: Inhibition, labels: Labels, other: Mapping[str, str]) -> bool | None:
    """Whether *other* silences the alert; None if that is not known."""
    if not _all(rule.source, other):
        return False
    target = _answer(labels, rule.target)
    equal = _equal(labels, other, rule.equal)
    # An alert on both sides of a rule does not inhibit another one on both sides.
    both = _answer(labels, rule.source) if _all(rule.target, other) else False
    answers = (target, equal, None if both is None else not both)
    if False in answers:
        return False
    return None if None in answers else True


def _answer(labels: Labels, matchers: tuple[Matcher, ...]) -> bool | None:
    answers = {matches for matches, _ in labels.cases(matchers)}
    return answers.pop() if len(answers) == 1 else None


def _equal(labels: Labels, other: Mapping[str, str], names: tuple[str, ...]) -> bool | None:
    answers = {_same(labels.value(name), other.get(name, "")) for name in names}
    if False in answers:
        return False
    return None if None in answers else True


def _all(matchers: tuple[Matcher, ...], labels: Mapping[str, str]) -> bool:
    return all(one.matches(labels.get(one.name, "")) for one in matchers)


def _is_in(name: str, config: Config, now: dt.datetime) -> bool:
    if name not in config.intervals:
        raise not_understood(f"there is no interval {name!r}, which a route names")
    return any(interval.contains(now) for interval in config.intervals[name])
