"""Checks of shares and sizes: each returns the value, or says in plain words what is wrong."""

from __future__ import annotations

import re

from pytest_golive.observability.signals.units import bytes_of

FACTOR = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s{0,3}x", re.ASCII)
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)\s{0,3}%", re.ASCII)


def share(value: object) -> object:
    """A share in percent; a number alone could be a ratio as well, so it needs its sign."""
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if number is not None:
        other = f" or '{100 * number:g}%'" if number <= 1 else ""
        raise ValueError(f"needs its sign: write '{number:g}%'{other}")
    return value


def percent_text(value: str) -> str:
    """A share in percent, such as "1%"."""
    percent(value)
    return value.strip()


def percent(value: str) -> float:
    """The number of a share such as "1%".

    Raises:
        ValueError: it has no sign, or is not above 0 and up to 100.
    """
    found = SHARE.fullmatch(value.strip())
    if found is None:
        raise ValueError("must be a share with its sign, such as '1%'")
    number = float(found[1])
    if not 0 < number <= 100:  # noqa: PLR2004 -- percent
        raise ValueError("must be above 0 % and up to 100 %")
    return number


def of_hundred(value: float) -> float:
    """A number of percent; one between 0 and 1 is a ratio by mistake."""
    if 0 < value < 1:
        raise ValueError(f"is in percent: write {100 * value:g} for {100 * value:g} %")
    return value


def size(value: str) -> str:
    """A size in bytes, with its unit."""
    bytes_of(value)
    return value.strip()


def factor(value: str) -> str:
    """A factor, such as "2x"."""
    times(value)
    return value.strip()


def times(value: str) -> float:
    """The number of a factor such as "2x".

    Raises:
        ValueError: it is none, or not above 1.
    """
    found = FACTOR.fullmatch(value.strip())
    if found is None:
        raise ValueError("must be a factor with its sign, such as '2x'")
    if not float(found[1]) > 1:
        raise ValueError("must be above 1x")
    return float(found[1])
