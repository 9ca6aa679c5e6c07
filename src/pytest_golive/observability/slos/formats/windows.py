"""Windows of objectives: the shorthand of OpenSLO, Prometheus' durations, and periods of the calendar."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pytest_golive.observability.slos.slo import Window

SHORTHAND: Final = re.compile(r"([0-9]{1,6}+)(m|h|d|w|M|Q|Y)")
PROMETHEUS: Final = re.compile(
    r"(?:([0-9]{1,6}+)w)?(?:([0-9]{1,6}+)d)?(?:([0-9]{1,6}+)h)?(?:([0-9]{1,6}+)m)?(?:([0-9]{1,6}+)s)?"
)
SECONDS: Final = {"m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
MONTHS: Final = {"M": 1, "Q": 3, "Y": 12}
ROLLING: Final = {"M": 30 * 86_400.0, "Q": 90 * 86_400.0, "Y": 365 * 86_400.0}
UNITS: Final = {
    "second": ("s", 1.0), "minute": ("m", 60.0), "hour": ("h", 3600.0), "day": ("d", 86_400.0),
    "week": ("w", 604_800.0), "month": ("M", ROLLING["M"]), "quarter": ("Q", ROLLING["Q"]), "year": ("Y", ROLLING["Y"]),
}  # fmt: skip
SHORTEST: Final = 3600.0
LONGEST: Final = 2 * 366 * 86_400.0
MOST_STEPS: Final = 10_000


def shorthand(text: str) -> tuple[int, str]:
    """A duration of OpenSLO: its count and unit.

    Raises:
        ValueError: it is none.
    """
    found = SHORTHAND.fullmatch(text)
    if found is None or not int(found[1]):
        raise ValueError(f"{text!r} is no duration; write a number and one of m, h, d, w, M, Q, Y, such as '28d'")
    return int(found[1]), found[2]


def seconds_of(text: str) -> float:
    """The length of a duration of OpenSLO; months have 30 days, quarters 90, years 365."""
    count, unit = shorthand(text)
    return count * (SECONDS | ROLLING)[unit]


def prometheus_seconds(text: str) -> float:
    """The length of a duration of Prometheus, such as "30d" or "1h30m".

    Raises:
        ValueError: it is none.
    """
    found = PROMETHEUS.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"{text!r} is no duration; write it as Prometheus does, such as '30d'")
    parts = zip(found.groups(), (*reversed(SECONDS.values()), 1.0), strict=True)
    return sum(int(count) * seconds for count, seconds in parts if count)


def rolling(text: str, seconds: float) -> Window:
    """A rolling window.

    Raises:
        ValueError: no objective has such a window.
    """
    if not SHORTEST <= seconds <= LONGEST:
        month = "; m stands for minutes, and M for months" if text.endswith("m") else ""
        raise ValueError(f"a window of {text} is {'shorter than an hour' if seconds < SHORTEST else 'too long'}{month}")
    return Window(seconds, text)


def of_calendar(count: int, unit: str, start: str, zone: str, now: float) -> Window:
    """The window of the calendar that *now* is in, up to now.

    Args:
        count: how many units it is long.
        unit: m, h, d, w, M, Q or Y.
        start: when the first one began: "2022-01-01 12:00:00".
        zone: the time zone of *start*, by its name in IANA's database.
        now: in seconds since 1970.

    Raises:
        ValueError: there is no such window.
    """
    text = f"{count}{unit}"
    rolling(text, count * (SECONDS | ROLLING)[unit])
    began = _current(_moment(start, zone), count, unit, now)
    return Window(max(now - began, 1.0), f"{text} of the calendar", began)


def _moment(start: str, zone: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(start)
    except ValueError:
        raise ValueError(f"startTime {start!r} is no time; write it as '2022-01-01 12:00:00'") from None
    try:
        return moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"timeZone {zone!r} is none of IANA's; write it as 'Europe/Berlin' or 'UTC'") from None


def _current(start: dt.datetime, count: int, unit: str, now: float) -> float:
    """When the window that *now* is in began."""
    if start.timestamp() > now:
        raise ValueError(f"the calendar window begins in the future, at {start.isoformat(' ')}")
    if unit in SECONDS and unit not in {"d", "w"}:
        length = count * SECONDS[unit]
        return now - (now - start.timestamp()) % length
    if unit in SECONDS:
        days = count * int(SECONDS[unit] // 86_400)
        passed = int((now - start.timestamp()) // 86_400) // days * days
        return _latest(now, *(start + dt.timedelta(days=passed + more) for more in (-days, 0, days)))
    months = count * MONTHS[unit]
    here = dt.datetime.fromtimestamp(now, start.tzinfo)
    passed = ((here.year - start.year) * 12 + here.month - start.month) // months * months
    return _latest(now, *(_later(start, passed + more) for more in (-months, 0)))


def _latest(now: float, *moments: dt.datetime) -> float:
    return max(moment.timestamp() for moment in moments if moment.timestamp() <= now)


def _later(start: dt.datetime, months: int) -> dt.datetime:
    years, month = divmod(start.month - 1 + months, 12)
    last = (dt.date(start.year + years + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day  # noqa: PLR2004
    return start.replace(year=start.year + years, month=month + 1, day=min(start.day, last))


def promql(seconds: float) -> str:
    """A duration for a query, in whole seconds."""
    return f"{max(round(seconds), 1)}s"
