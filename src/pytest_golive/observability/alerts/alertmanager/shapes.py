"""Reads answers of Alertmanager and Prometheus member by member: what differs from their documentation is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

from pytest_golive.errors import CannotMeasure

# Go writes nanoseconds; Python reads microseconds.
MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d{0,6}(Z|[+-]\d\d:\d\d)", re.ASCII)
Object = Mapping[str, Any]


def differs(place: str, expected: str) -> CannotMeasure:
    """The error about an answer of another shape."""
    return CannotMeasure(
        f"the answer of {place} differs from its documentation: {expected} is expected",
        "check that the address is its own; a proxy may have changed the answer",
    )


def an_object(value: Any, place: str) -> Object:
    """*value* as an object."""
    if not isinstance(value, dict):
        raise differs(place, "an object")
    return value


def objects(value: Any, place: str) -> list[Object]:
    """*value* as a list of objects; null is an empty list, as Go writes it."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise differs(place, "a list of objects")
    return value


def text(found: Object, key: str, place: str) -> str:
    """A required text."""
    value = found.get(key)
    if not isinstance(value, str):
        raise differs(place, f"a text {key!r}")
    return value


def truth(found: Object, key: str, place: str, *, default: bool) -> bool:
    """An optional truth value."""
    value = found.get(key, default)
    if not isinstance(value, bool):
        raise differs(place, f"a truth value {key!r}")
    return value


def texts(found: Object, key: str, place: str) -> tuple[str, ...]:
    """An optional list of texts."""
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise differs(place, f"a list of texts {key!r}")
    return tuple(value)


def labels(found: Object, key: str, place: str) -> Mapping[str, str]:
    """A required object of texts."""
    value = found.get(key)
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise differs(place, f"texts in {key!r}")
    return value


def moment(found: Object, key: str, place: str) -> dt.datetime:
    """A required time."""
    read = MOMENT.fullmatch(text(found, key, place))
    try:
        return dt.datetime.fromisoformat(f"{read[1]}{read[2] or ''}{read[3]}") if read else _no_time(key, place)
    except ValueError:
        raise differs(place, f"a time {key!r}") from None


def clock(date: str) -> dt.datetime:
    """The time of a header ``Date``; ours if it is none."""
    try:
        found = parsedate_to_datetime(date)
    except ValueError:
        return dt.datetime.now(dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _no_time(key: str, place: str) -> dt.datetime:
    raise differs(place, f"a time {key!r}")
