"""Whether an alert reaches somebody at any time: routes may be silent at night, though they call somebody now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.observability.alerts.routing.config import Config
from pytest_golive.observability.alerts.routing.routes import Route
from pytest_golive.observability.alerts.routing.suppressing import muted

WEEK: Final = 7 * 24 * 60  # minutes
YEAR: Final = 366 * 24  # hours


def first_silence(routes: Sequence[Route], config: Config, now: dt.datetime) -> dt.datetime | None:
    """The first moment at which none of *routes* sends: of the next week, and where an interval may end within a year.

    Args:
        routes: those that call somebody now.
        config: holds the intervals.
        now: Alertmanager's clock.

    Raises:
        CannotMeasure: a route names an interval that is not there.
    """
    if not routes or any(not route.muted and not route.active for route in routes):
        return None
    return next(
        (one for one in _moments(now, _minutes(routes, config)) if all(muted(route, config, one) for route in routes)),
        None,
    )


def _minutes(routes: Sequence[Route], config: Config) -> tuple[int, ...]:
    """The minutes of an hour at which intervals begin and end, in UTC; zones differ by quarters of an hour."""
    names = {name for route in routes for name in (*route.muted, *route.active)}
    parts = [part for name in names for part in config.intervals.get(name, ())]
    found = {moment % 60 for part in parts for span in part.times for moment in span} | {0}
    shifts = (0, 15, 30, 45) if any(part.zone for part in parts) else (0,)
    return tuple(sorted({(minute + shift) % 60 for minute in found for shift in shifts}))


def _moments(now: dt.datetime, minutes: Sequence[int]) -> Iterator[dt.datetime]:
    yield from (now + dt.timedelta(minutes=number) for number in range(WEEK))
    hour = now.replace(minute=0, second=0, microsecond=0)
    for number in range(WEEK // 60, YEAR):
        yield from (hour + dt.timedelta(hours=number, minutes=minute) for minute in minutes)
