"""When a report was written, by what it says and by what the file system says."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

EARLIEST: Final = 946_684_800.0  # the year 2000: Go writes the year 1 where it knows no time


def report_time(path: Path, said: Iterable[float] = ()) -> float:
    """The earliest of what the report says and the file's own time, in seconds since the epoch.

    Copying a report makes its file young, and a wrong clock makes its words young: neither alone is enough.
    """
    try:
        return min((path.stat().st_mtime, *said))
    except OSError as error:
        raise CannotMeasure(f"{path} cannot be read: {error.strerror}", "run the tests again", path=str(path)) from None


def time_said(text: str | None) -> float | None:
    """The time that an ISO 8601 *text* names; None where it names none.

    Without a zone it may be local time (pytest, Maven) or UTC (jest, karma), and nothing says which: it is the later of
    the two, for a report is older than the code only if it is so in both readings.
    """
    try:
        said = dt.datetime.fromisoformat((text or "").strip())
        readings = [said] if said.tzinfo else [said.astimezone(), said.replace(tzinfo=dt.UTC)]
        time = max(reading.timestamp() for reading in readings)
    except (ValueError, OverflowError, OSError):
        return None
    return time if time > EARLIEST else None


def seconds_of(attributes: Mapping[str, str]) -> float:
    """The duration in the attribute ``time``; 0 where it is missing or no number. Maven groups thousands."""
    try:
        seconds = float(attributes.get("time", "0").replace(",", ""))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds >= 0 else 0.0
