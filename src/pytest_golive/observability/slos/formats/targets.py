"""Targets of objectives: a ratio and a percentage are told apart, and one that leaves no errors at all is none."""

from __future__ import annotations

from typing import Final

WHOLE: Final = 100.0


def ratio(value: float, *, other: str = "") -> float:
    """A target between 0 and 1.

    Args:
        value: as it was written.
        other: the key for percentages; "" if there is none.

    Raises:
        ValueError: it is no target.
    """
    if value == 1:
        raise ValueError("1 leaves no errors at all, so its budget is always spent; write such as 0.999")
    if 1 < value < WHOLE:
        instead = f", or {other}: {value:g}" if other else ""
        raise ValueError(f"{value:g} must be below 1: it is a ratio; write {round(value / WHOLE, 9):g}{instead}")
    if not 0 < value < 1:
        raise ValueError(f"{value:g} must be above 0 and below 1")
    return value


def percent(value: float, *, other: str = "") -> float:
    """A target between 0 and 100, as a ratio.

    Raises:
        ValueError: it is no target.
    """
    if value == WHOLE:
        raise ValueError("100 leaves no errors at all, so its budget is always spent; write such as 99.9")
    if 0 < value <= 1:
        instead = f", or {other}: {value:g}" if other else ""
        raise ValueError(f"{value:g} is {value:g} %: it is a percentage; write {round(value * WHOLE, 9):g}{instead}")
    if not 0 < value < WHOLE:
        raise ValueError(f"{value:g} must be above 0 and below 100")
    return value / WHOLE
