"""Moments of a calendar as people write them, in a time zone: days, times of a day, and times of every week."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKLY: Final = re.compile(r"([a-z]{3,9}) (\d{2}):(\d{2})", re.ASCII)
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS: Final = 24
MINUTES: Final = 60
FORMS: Final = "write '2026-12-24', '2026-12-24 18:00', '2026-12-24T18:00:00+01:00', or 'fri 16:00' for every week"


@dataclass(frozen=True, slots=True)
class Weekly:
    """A time of every week.

    Attributes:
        day: 0 for Monday to 6 for Sunday.
        at: the time of that day.
    """

    day: int
    at: dt.time

    def __str__(self) -> str:
        """As it is written."""
        return f"{DAYS[self.day]} {self.at:%H:%M}"


Moment = Weekly | dt.datetime | dt.date


def moment_of(text: str) -> Moment:
    """The moment that *text* means: a time of every week, a day, or a time of one day with or without its offset.

    Raises:
        ValueError: it is none.
    """
    if match := WEEKLY.fullmatch(text.strip().lower()):
        name, hours, minutes = match[1], int(match[2]), int(match[3])
        found = [day for day, full in enumerate(NAMES) if name in {full, DAYS[day]}]
        if not found or hours >= HOURS or minutes >= MINUTES:
            raise ValueError(f"which is no time of a week; {FORMS}")
        return Weekly(found[0], dt.time(hours, minutes))
    for parse in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return parse(text.strip())
        except ValueError:
            continue
    raise ValueError(f"which is no moment; {FORMS}")


def zone_of(name: str) -> ZoneInfo:
    """The time zone *name*.

    Raises:
        ValueError: it is unknown.
    """
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a folder of the database is a permission error
        raise ValueError(f"has zone = {name[:60]!r}, which is no time zone of this machine; write one such as "
                         "'Europe/Berlin' or 'UTC'") from None  # fmt: skip


def instants(local: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last instant, in UTC, that a time without an offset may mean in *zone*.

    They are the same, but for the hour that clocks repeat in autumn and the one that they leave out in spring.
    """
    both = [local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    return min(both), max(both)


def is_left_out(local: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether clocks in *zone* never show *local*, because they are put forward then."""
    first, last = instants(local, zone)
    return first != last and first.astimezone(zone).replace(tzinfo=None, fold=0) != local
