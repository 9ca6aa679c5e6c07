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
    """The first moment at which none of *routes* sends: of each minute of the next week, each hour of a year.

    Args:
        routes: those that call somebody now.
        config: holds the intervals.
        now: Alertmanager's clock.

    Raises:
        CannotMeasure: a route names an interval that is not there.
    """
    if not routes or any(not route.muted and not route.active for route in routes):
        return None
    return next((one for one in _moments(now) if all(muted(route, config, one) for route in routes)), None)


def _moments(now: dt.datetime) -> Iterator[dt.datetime]:
    yield from (now + dt.timedelta(minutes=number) for number in range(WEEK))
    yield from (now + dt.timedelta(hours=number) for number in range(WEEK // 60, YEAR))
