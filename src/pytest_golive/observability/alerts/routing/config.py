"""Alertmanager's configuration: the routes, receivers, intervals of time and rules that inhibit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.observability.alerts.routing.intervals import Interval, read_intervals
from pytest_golive.observability.alerts.routing.matchers import Matcher, read_matcher
from pytest_golive.observability.alerts.routing.reading import (
    Table,
    not_understood,
    read_yaml,
    seconds,
    table,
    tables,
    text,
    texts,
    truth,
)
from pytest_golive.observability.alerts.routing.receivers import Receiver, read_receivers
from pytest_golive.observability.alerts.routing.routes import Route, Timing

ROUTE: Final = frozenset(
    "receiver group_by continue match match_re matchers mute_time_intervals active_time_intervals group_wait "  # noqa: SIM905 -- a list to be read
    "group_interval repeat_interval routes".split()
)
INHIBIT: Final = frozenset(
    "name source_match source_match_re source_matchers target_match target_match_re target_matchers equal".split()  # noqa: SIM905 -- the same
)


@dataclass(frozen=True, slots=True)
class Inhibition:
    """One rule: alerts that match *target* are silent while one that matches *source* fires with equal labels."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Config:
    """What decides whom an alert reaches.

    Attributes:
        route: the root of the routes.
        receivers: by name.
        intervals: intervals of time, by name.
        inhibitions: the rules that inhibit.
    """

    route: Route
    receivers: Mapping[str, Receiver]
    intervals: Mapping[str, tuple[Interval, ...]]
    inhibitions: tuple[Inhibition, ...]


def read_config(original: str) -> Config:
    """The configuration of a server, from the ``config.original`` of its status.

    Raises:
        CannotMeasure: it is not understood.
    """
    whole = table(read_yaml(original), "it")
    if "route" not in whole:
        raise not_understood("it has no route")
    try:
        route = _route(table(whole["route"], "route", ROUTE), "route", Route("", ""))
    except RecursionError:
        raise not_understood("its routes are nested too deeply") from None
    named = [*tables(whole.get("time_intervals"), "time_intervals")]
    named += tables(whole.get("mute_time_intervals"), "mute_time_intervals")
    rules = tables(whole.get("inhibit_rules"), "inhibit_rules", INHIBIT)
    return Config(
        route,
        read_receivers(tables(whole.get("receivers"), "receivers")),
        read_intervals(named),
        tuple(_inhibition(rule, f"inhibit_rules[{number}]") for number, rule in enumerate(rules)),
    )


def _route(found: Table, place: str, above: Route) -> Route:
    own = tables(found.get("routes"), f"{place}.routes", ROUTE)
    timing = Timing(
        seconds(found.get("group_wait"), above.timing.wait, f"{place}.group_wait"),
        seconds(found.get("group_interval"), above.timing.interval, f"{place}.group_interval"),
        seconds(found.get("repeat_interval"), above.timing.repeat, f"{place}.repeat_interval"),
    )
    here = Route(
        place,
        text(found.get("receiver"), f"{place}.receiver") or above.receiver,
        _matchers(found, "match", place) if above.place else (),
        truth(found.get("continue"), f"{place}.continue"),
        (),
        timing,
        texts(found.get("mute_time_intervals"), f"{place}.mute_time_intervals"),
        texts(found.get("active_time_intervals"), f"{place}.active_time_intervals"),
        texts(found.get("group_by"), f"{place}.group_by") or above.grouped,
    )
    below = tuple(_route(one, f"{place}.routes[{number}]", here) for number, one in enumerate(own))
    return Route(
        *(here.place, here.receiver, here.matchers, here.continues, below),
        *(here.timing, here.muted, here.active, here.grouped),
    )


def _inhibition(found: Table, place: str) -> Inhibition:
    source, target = _matchers(found, "source_match", place), _matchers(found, "target_match", place)
    return Inhibition(source, target, texts(found.get("equal"), f"{place}.equal"), place)


def _matchers(found: Table, key: str, place: str) -> tuple[Matcher, ...]:
    """The conditions of ``match``, ``match_re`` and ``matchers``, all of which must match."""
    equal, expressions = found.get(key, {}), found.get(f"{key}_re", {})
    listed = texts(found.get(f"{key}ers"), f"{place}.{key}ers")
    try:
        return (
            *_old(equal, "=", f"{place}.{key}"),
            *_old(expressions, "=~", f"{place}.{key}_re"),
            *map(read_matcher, listed),
        )
    except ValueError as error:
        raise not_understood(f"{place}.{key}ers: {error}") from None


def _old(value: Any, op: str, place: str) -> list[Matcher]:
    return [Matcher(name, op, text(one, f"{place}.{name}")) for name, one in table(value, place).items()]
