"""Lengths of time in words."""

from __future__ import annotations

from typing import Final

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400


def in_words(seconds: float) -> str:
    """A length of time by its two largest units: "1.5 s", "5 min", "1 h 30 min", "24 h", "3 d"."""
    if round(seconds) < MINUTE:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 -- two digits
    whole = round(seconds)
    for size, unit, small, below in ((DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "min"), (MINUTE, "min", 1, "s")):
        if whole >= (2 * DAY if size == DAY else size):
            count, rest = whole // size, whole % size // small
            return f"{count:,} {unit} {rest} {below}" if rest else f"{count:,} {unit}"
    return f"{whole} s"
