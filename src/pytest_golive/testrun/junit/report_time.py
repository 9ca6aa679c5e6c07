"""When a report was written, by its content and by the file system."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

DAY_FIRST: Final = re.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ")
EARLIEST: Final = 946_684_800.0  # the year 2000: Go writes the year 1 for unknown times


def report_time(path: Path, said: Iterable[float] = ()) -> float:
    """The earliest of the times in the report and the file's own time, in seconds since the epoch.

    Copying makes the file newer, and a wrong clock makes the content newer: neither alone is enough.
    """
    try:
        return min((path.stat().st_mtime, *said))
    except OSError as error:
        raise CannotMeasure(f"{path} cannot be read: {error.strerror}", "run the tests again", path=str(path)) from None


def time_said(text: str | None) -> float | None:
    """The time in a *text* of ISO 8601, or of an HTTP date as mocha writes it; None if it is not a time.

    Without a zone it may be local time (pytest, Maven) or UTC (jest, karma), and nothing says which: the later of the
    two is returned, since a report is older than the code only if it is so by both.
    """
    try:
        moment = _moment(text or "")
        readings = [moment] if moment.tzinfo else [moment.astimezone(), moment.replace(tzinfo=dt.UTC)]
        time = max(reading.timestamp() for reading in readings)
    except (ValueError, OverflowError, OSError):
        return None
    return time if time > EARLIEST else None


def is_time(text: str) -> bool:
    """Whether *text* is a time in such a format, also one that only stands for an unknown time."""
    try:
        _moment(text)
    except ValueError:
        return False
    return True


def _moment(text: str) -> dt.datetime:
    text = text.strip()
    if DAY_FIRST.match(text):
        return parsedate_to_datetime(text)
    return dt.datetime.fromisoformat(text)


def seconds_of(attributes: Mapping[str, str]) -> float:
    """The duration in the attribute ``time``; 0 if it is missing or not a number. Maven writes thousands separators."""
    try:
        seconds = float(attributes.get("time", "0").replace(",", ""))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds >= 0 else 0.0
