"""Intervals of time in which a route is silent, or outside of which it is."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from pytest_golive.observability.alerts.routing.reading import Table, not_understood, table, tables, text, texts

KNOWN: Final = frozenset({"times", "weekdays", "days_of_month", "months", "years", "location"})
WEEKDAYS: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
MONTHS: Final = ("", *(name.lower() for name in calendar.month_name[1:]))
CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)
WHOLE_DAY: Final = 24 * 60  # minutes
Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Interval:
    """One interval; all of its conditions must hold, and of each any range; an empty one always holds.

    Attributes:
        times: minutes of the day, from the first up to before the second.
        weekdays: 0 is Sunday; from and to.
        days: of the month; -1 is the last one.
        months: from and to.
        years: from and to.
        zone: the time zone; None for UTC.
    """

    times: tuple[Range, ...] = ()
    weekdays: tuple[Range, ...] = ()
    days: tuple[Range, ...] = ()
    months: tuple[Range, ...] = ()
    years: tuple[Range, ...] = ()
    zone: ZoneInfo | None = None

    def contains(self, now: dt.datetime) -> bool:
        """Whether *now*, a time with a zone, lies in it."""
        here = now.astimezone(self.zone or dt.UTC)
        minute = here.hour * 60 + here.minute
        last = calendar.monthrange(here.year, here.month)[1]
        return (
            (not self.times or any(first <= minute < end for first, end in self.times))
            and (not self.days or any(_day(here.day, last, one) for one in self.days))
            and _within(here.month, self.months)
            and _within(here.isoweekday() % 7, self.weekdays)
            and _within(here.year, self.years)
        )


def read_intervals(named: Sequence[Table]) -> Mapping[str, tuple[Interval, ...]]:
    """The intervals by their names."""
    found = {}
    for number, one in enumerate(named):
        place = f"time_intervals[{number}]"
        name = text(one.get("name"), f"{place}.name")
        parts = tables(one.get("time_intervals"), place, KNOWN)
        found[name] = tuple(_interval(part, f"the interval {name!r}") for part in parts)
    return found


def _interval(found: Table, place: str) -> Interval:
    return Interval(
        tuple(_clock(one, place) for one in tables(found.get("times"), f"{place}.times")),
        _ranges(found.get("weekdays"), place, WEEKDAYS.index),
        _ranges(found.get("days_of_month"), place, int),
        _ranges(found.get("months"), place, lambda word: MONTHS.index(word) if word in MONTHS else int(word)),
        _ranges(found.get("years"), place, int),
        _zone(text(found.get("location"), f"{place}.location"), place),
    )


def _clock(value: Table, place: str) -> Range:
    found = table(value, place, ("start_time", "end_time"))
    minutes = []
    for key in ("start_time", "end_time"):
        moment = CLOCK.fullmatch(text(found.get(key), place))
        if moment is None:
            raise not_understood(f"{place} has no {key} such as '09:00'")
        minutes.append(int(moment[1]) * 60 + int(moment[2]) if moment[1] else WHOLE_DAY)
    return minutes[0], minutes[1]


def _ranges(value: Any, place: str, number: Callable[[str], int]) -> tuple[Range, ...]:
    found = []
    for written in texts(value, place):
        first, _, last = written.lower().partition(":")
        try:
            found.append((number(first), number(last or first)))
        except ValueError:
            raise not_understood(f"{place} holds {written[:40]!r}") from None
    return tuple(found)


def _zone(name: str, place: str) -> ZoneInfo | None:
    if name in {"", "UTC"}:
        return None
    if name == "Local":
        raise not_understood(f"{place} is in the server's own time zone, which it does not tell")
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise not_understood(f"{place} is in the time zone {name[:60]!r}, which this machine does not know") from None


def _within(value: int, ranges: tuple[Range, ...]) -> bool:
    return not ranges or any(first <= value <= last for first, last in ranges)


def _day(day: int, last: int, span: Range) -> bool:
    """As Alertmanager counts: from the end below zero, and no further than the month."""
    first, end = (one + last + 1 if one < 0 else one for one in span)
    return first <= last and first <= day <= min(end, last)
