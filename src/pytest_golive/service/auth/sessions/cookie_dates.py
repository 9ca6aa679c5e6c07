"""Dates of cookies, as browsers parse them (RFC 6265, 5.1.1): in any order, with any delimiters."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DELIMITERS = re.compile(r"[^0-9A-Za-z:\x80-\U0010ffff]")
TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])")
DAY = re.compile(r"([0-9]{1,2})(?![0-9])")
YEAR = re.compile(r"([0-9]{2,4})(?![0-9])")
LONGEST = 200
CENTURY = 100
FIRST_OF_THE_LAST_CENTURY = 70
FIRST_YEAR = 1601


def cookie_date(text: str) -> float | None:
    """Seconds since 1970 of a cookie's Expires; None if it is not a date, which browsers ignore."""
    found: dict[str, str | tuple[str, ...]] = {}
    for token in DELIMITERS.split(text[:LONGEST]):
        if "time" not in found and (match := TIME.match(token)):
            found["time"] = match.groups()
        elif "day" not in found and (match := DAY.match(token)):
            found["day"] = match[1]
        elif "month" not in found and token[:3].lower() in MONTHS:
            found["month"] = token[:3].lower()
        elif "year" not in found and (match := YEAR.match(token)):
            found["year"] = match[1]
    try:
        hour, minute, second = map(int, found["time"])
        year = _four_digits(int(str(found["year"])))
        month = MONTHS.index(str(found["month"])) + 1
        if year < FIRST_YEAR:
            return None
        return dt.datetime(year, month, int(str(found["day"])), hour, minute, second, tzinfo=dt.UTC).timestamp()
    except (KeyError, ValueError):
        return None


def _four_digits(year: int) -> int:
    """A year that may have two digits."""
    if year >= CENTURY:
        return year
    return year + (1900 if year >= FIRST_OF_THE_LAST_CENTURY else 2000)
