"""The tree of routes: which of them an alert takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.matchers import Matcher

MOST_CASES: Final = 256


@dataclass(frozen=True, slots=True)
class Timing:
    """When a group of alerts is sent, in seconds; inherited by routes that do not name another.

    Attributes:
        wait: until the first notification of a group.
        interval: until one about new alerts of the group.
        repeat: until the same is sent again.
    """

    wait: float = 30.0
    interval: float = 300.0
    repeat: float = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Route:
    """One route, with what it inherits.

    Attributes:
        place: where it stands: "route", "route.routes[0]".
        receiver: whom it notifies.
        matchers: all must match.
        continues: whether routes after it are tried, too.
        routes: below it.
        timing: when it sends.
        muted: the names of the intervals in which it is silent; not inherited.
        active: the names of those outside of which it is silent; not inherited.
        grouped: labels by which alerts are grouped; "..." for all.
    """

    place: str
    receiver: str
    matchers: tuple[Matcher, ...] = ()
    continues: bool = False
    routes: tuple[Route, ...] = ()
    timing: Timing = Timing()
    muted: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    grouped: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.matchers))
        return f"{self.place} ({shown})" if shown else self.place


Hits: TypeAlias = tuple[Route, ...]


def cases(root: Route, labels: Labels) -> list[tuple[Labels, Hits]]:
    """The routes that notify about an alert; one case, unless some of its labels are not known.

    Raises:
        CannotMeasure: too much depends on labels that are not known.
    """
    return [(world, hits or ()) for world, hits in _hits(root, labels)]


def _hits(route: Route, labels: Labels) -> list[tuple[Labels, Hits | None]]:
    """The routes at or below *route*; None if it does not match."""
    found: list[tuple[Labels, Hits | None]] = []
    for matches, world in labels.cases(route.matchers):
        if matches:
            found.extend((after, hits or (route,)) for after, hits in _below(route.routes, world))
        else:
            found.append((world, None))
    return found


def _below(routes: Hits, labels: Labels) -> list[tuple[Labels, Hits]]:
    """The routes of the first of *routes* that matches, and of those after it as long as one continues."""
    done: list[tuple[Labels, Hits]] = []
    open_cases: list[tuple[Labels, Hits]] = [(labels, ())]
    for route in routes:
        following: list[tuple[Labels, Hits]] = []
        for world, before in open_cases:
            for after, hits in _hits(route, world):
                ends = hits is not None and not route.continues
                (done if ends else following).append((after, before + (hits or ())))
        open_cases = following
        if len(done) + len(open_cases) > MOST_CASES:
            raise _too_many(labels)
    return done + open_cases


def _too_many(labels: Labels) -> CannotMeasure:
    return CannotMeasure(
        f"whom an alert with the labels {labels} reaches is not proven: it depends in more than {MOST_CASES} ways on "
        "labels whose values are not known",
        "give the rule the labels by which Alertmanager routes, with fixed values",
    )
