"""Durations as Prometheus writes them: "5m", "1h30m", "1d"."""

from __future__ import annotations

import re
from typing import Final

FORM: Final = re.compile(
    r"(?:(\d{1,9})y)?(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?",
    re.ASCII,
)
UNITS: Final = (31_536_000.0, 604_800.0, 86_400.0, 3_600.0, 60.0, 1.0, 0.001)


def seconds_of(text: str) -> float | None:
    """The length of a duration in seconds; None if it is none."""
    if text == "0":
        return 0.0
    found = FORM.fullmatch(text)
    if not text or found is None:
        return None
    return sum(int(count) * unit for count, unit in zip(found.groups(), UNITS, strict=True) if count)


def spelled(seconds: float) -> str:
    """A length in seconds as Prometheus writes it: "1h30m"."""
    rest, text = round(1000 * seconds), ""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)):
        count, rest = divmod(rest, length)
        text += f"{count}{unit}" if count else ""
    return text or "0s"
