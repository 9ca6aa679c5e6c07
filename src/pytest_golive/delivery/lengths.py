"""Lengths of time in words."""

from __future__ import annotations

from typing import Final

MINUTE: Final = 60


def length(seconds: float) -> str:
    """A length of time: "0.4 s", "12 s", "3 min 5 s", "2 h 3 min"."""
    if seconds < MINUTE:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 -- two digits are enough
    minutes, rest = divmod(round(seconds), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
