"""Units of metrics, from their names and metadata: seconds or milliseconds, ratio or percent, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.sources.metrics import Meta

SECOND: Final[Mapping[str, float]] = {
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "ms": 1e-3,
    "msec": 1e-3,
    "msecs": 1e-3,
    "millis": 1e-3,
    "millisecond": 1e-3,
    "milliseconds": 1e-3,
    "us": 1e-6,
    "µs": 1e-6,
    "usec": 1e-6,
    "micros": 1e-6,
    "microsecond": 1e-6,
    "microseconds": 1e-6,
    "ns": 1e-9,
    "nanos": 1e-9,
    "nanosecond": 1e-9,
    "nanoseconds": 1e-9,
}
SHORT: Final[Mapping[float, str]] = {1.0: "s", 1e-3: "ms", 1e-6: "µs", 1e-9: "ns"}
# A single letter in a name is rarely a unit.
IN_NAMES: Final = frozenset(SECOND) - {"s"}
PERCENT: Final[Mapping[str, float]] = {"ratio": 100.0, "1": 100.0, "%": 1.0, "percent": 1.0, "percentage": 1.0}
SIZE: Final = re.compile(r"(?P<number>\d{1,15}(?:\.\d{1,6})?)\s{0,3}(?P<unit>[kKMGT]i?B|B|bytes)", re.ASCII)
BYTES: Final[Mapping[str, int]] = {
    "B": 1,
    "bytes": 1,
    "kB": 1000,
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "kiB": 1024,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
    "TiB": 1024**4,
}
LENGTHS: Final = ((86_400, "d"), (3600, "h"), (60, "min"))


def seconds_in(name: str, meta: Meta, given: str = "", usual: str = "") -> float:
    """How many seconds one unit of a metric of time is.

    Args:
        name: of the metric.
        meta: its metadata.
        given: the unit that the settings name; "" if they name none.
        usual: the unit that what exports it documents, for a name without one; "" if unknown.

    Raises:
        CannotMeasure: name, metadata and settings contradict each other.
        NotSetUp: none of them has a unit.
    """
    said = {f"its name says {word}": SECOND[word] for word in _words(name)}
    if meta.unit:
        if meta.unit.lower() not in SECOND:
            raise CannotMeasure(
                f"the unit of {name} is {meta.unit!r} by its metadata, which is no unit of time",
                "name another metric of response times, or correct what exports it",
            )
        said[f"its metadata say {meta.unit}"] = SECOND[meta.unit.lower()]
    if given:
        said[f"the settings say {given}"] = second_of(given)
    if not said and usual:
        return SECOND[usual]
    if len(set(said.values())) > 1:
        raise CannotMeasure(
            f"the unit of {name} is contradictory: {', '.join(said)}",
            "correct what exports it, or remove the unit from the settings if that is the wrong one",
        )
    if not said:
        raise NotSetUp(
            f"{name} has no unit in its name or its metadata, so its values may be seconds or milliseconds",
            "say which: latency = { unit = 'ms' } or { unit = 's' } in the target's table metrics",
        )
    return next(iter(said.values()))


def has_unit(name: str, meta: Meta) -> bool:
    """Whether the name or the metadata of a metric say its unit of time."""
    return bool(meta.unit or _words(name))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[_.:]", name.lower()) if word in IN_NAMES]


def second_of(unit: str) -> float:
    """Seconds in a unit of time of the settings.

    Raises:
        NotSetUp: it is none.
    """
    try:
        return SECOND[unit.lower()]
    except KeyError:
        raise NotSetUp(f"{unit!r} is no unit of time", "write 's', 'ms' or 'us'") from None


def percent_in(unit: str, what: str, also: str = "") -> float:
    """The percent that one unit of a share is: 100 of a ratio, 1 of percent.

    Args:
        unit: of the settings; "" if they name none.
        what: the signal, as in the settings: "error_rate".
        also: further units that it may have, for the message.

    Raises:
        NotSetUp: it could mean both, or neither.
    """
    if unit.lower() in PERCENT:
        return PERCENT[unit.lower()]
    problem = (
        f"its unit {unit!r} is not understood" if unit else "it has no unit, so 0.5 may be a half or half a percent"
    )
    raise NotSetUp(
        f"the query of {what}: {problem}",
        f"write its unit: {what} = {{ query = '…', unit = 'ratio' }}, or unit = '%'{also}",
    )


def bytes_of(text: str) -> float:
    """The bytes that a size such as "512MiB" is.

    Raises:
        ValueError: it has no unit, or is no size; the message says what is allowed.
    """
    found = SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError("is not a size with its unit; write '512MiB', '2GiB' or '500MB'")
    if not (number := float(found["number"])):
        raise ValueError("must be more than nothing")
    return number * BYTES[found["unit"]]


def in_bytes(number: float) -> str:
    """A size for readers: "310 MiB"."""
    for unit in ("B", "KiB", "MiB"):
        if number < 1024:  # noqa: PLR2004 -- as the units have it
            return f"{number:,.0f} {unit}"
        number /= 1024
    return f"{number:,.2f} GiB"


def lasting(seconds: float) -> str:
    """A length of time for readers, in the largest unit of which it is a few: "5 min", "90 s", "7 d"."""
    for size, unit in LENGTHS:
        if seconds >= 2 * size or seconds == size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
