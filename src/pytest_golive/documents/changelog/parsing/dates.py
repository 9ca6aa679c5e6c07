"""Parse the dates that people write next to a release."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAME: Final = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
FORMS: Final = tuple(
    re.compile(rf"(?<![\w.]){form}(?!\w|\.\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})",
        rf"{NAME} {DAY},? (?P<year>\d{{4}})",
        rf"{DAY}(?: of)?[ -]{NAME},?[ -](?P<year>\d{{4}})",
        r"(?P<first>\d{1,2})([./-])(?P<second>\d{1,2})\2(?P<year>\d{4})",
        rf"{NAME},? (?P<year>\d{{4}})",
        r"(?P<year>(?:19|20)\d{2})-(?P<number>\d{2})",
    )
)
NOT_YET: Final = re.compile(
    r"\b(?:unreleased|not (?:yet )?released|in (?:development|progress)|under development|tb[ad]|to be "
    r"(?:determined|announced|released)|release pending|unknown|dev|yyyy|xxxx)\b|"
    r"\b\d{4}-(?:xx|mm|\?\?)|\bx{2}\.x{2}\.|20[x?]{2}|\?{2,}",
    re.IGNORECASE,
)
SHORTEST: Final = 3  # letters that identify a month
FAR: Final = dt.timedelta(hours=14)  # the time zone that is furthest ahead of UTC


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written.

    Attributes:
        text: the words of the date.
        day: the first day it can mean; None if that day does not exist.
        last: the last day it can mean: of a month, or if day and month may be swapped.
    """

    text: str
    day: dt.date | None
    last: dt.date | None = None

    def is_future(self, now: dt.datetime) -> bool:
        """Whether that day has not begun anywhere on earth."""
        return self.day is not None and self.day > (now.astimezone(dt.UTC) + FAR).date()


def find(text: str) -> Dated | None:
    """The first date in *text*; None if there is none."""
    for form in FORMS:
        if match := form.search(text):
            return _read(match)
    return None


def says_not_yet(text: str) -> bool:
    """Whether *text* marks a release that is still to come: "unreleased", "TBD", "2024-XX-XX"."""
    return NOT_YET.search(text) is not None


def _read(match: re.Match[str]) -> Dated:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        days = [_day(year, int(parts[a]), int(parts[b])) for a, b in (("second", "first"), ("first", "second"))]
        there = sorted(day for day in days if day)
        return Dated(match[0], there[0] if there else None, there[-1] if there else None)
    month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
    if parts.get("day"):
        day = _day(year, month, int(parts["day"]))
        return Dated(match[0], day, day)
    first = _day(year, month, 1)
    after = _day(year + month // 12, month % 12 + 1, 1)
    return Dated(match[0], first, after - dt.timedelta(days=1) if first and after else None)


def _month(name: str) -> int:
    return MONTHS.index(name[:SHORTEST].lower()) + 1


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
