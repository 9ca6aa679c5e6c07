"""Reads the fields of a JSON object that somebody else may have written."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Final, TypeVar

T = TypeVar("T")
LATEST: Final = 1e11  # seconds since 1970: of no moment that a calendar of this machine has
LONGEST: Final = 1e9  # seconds: no watch takes thirty years


class Fields:
    """The fields of one object.

    Args:
        found: the object.
        where: what it is called in messages; "" for the whole line.

    Raises:
        ValueError: of all methods: a field is missing, or is not what it should be.
    """

    def __init__(self, found: object, where: str = "") -> None:
        if not isinstance(found, dict):
            raise ValueError(f"{where or 'the line'} is not an object")  # noqa: TRY004 -- a value of JSON
        self._found: Mapping[str, object] = found
        self._where = f"{where}." if where else ""

    def __contains__(self, name: str) -> bool:
        return name in self._found

    @property
    def names(self) -> list[str]:
        """Of all fields."""
        return list(self._found)

    def text(self, name: str, default: str | None = None) -> str:
        """A text."""
        return self._of(name, str, "a text", default)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        found = self._of(name, int, "a whole number", default)
        if isinstance(found, bool) or found < 0:
            raise ValueError(f"{self._where}{name} is not a whole number from 0")
        return found

    def number(self, name: str) -> float:
        """A number."""
        found = self._found.get(name)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise ValueError(f"{self._where}{name} is not a number")  # noqa: TRY004 -- a value of JSON
        try:
            value = float(found)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise ValueError(f"{self._where}{name} is not finite")
        return value

    def moment(self, name: str) -> float:
        """A moment, in seconds since 1970."""
        if not 0 <= (found := self.number(name)) <= LATEST:
            raise ValueError(f"{self._where}{name} is no moment")
        return found

    def span(self, name: str) -> float:
        """A length of time, in seconds."""
        if abs(found := self.number(name)) > LONGEST:
            raise ValueError(f"{self._where}{name} is longer than any watch")
        return found

    def flag(self, name: str) -> bool:
        """Whether something is so; it is not if it is missing."""
        return self._of(name, bool, "true or false", default=False)

    def number_or_none(self, name: str) -> float | None:
        """A number, or nothing."""
        return None if self._found.get(name) is None else self.number(name)

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, or nothing."""
        return None if self._found.get(name) is None else self.whole(name)

    def within(self, name: str) -> Fields:
        """An object in it."""
        return Fields(self._found.get(name), f"{self._where}{name}")

    def each(self, name: str) -> list[object]:
        """A list; empty if it is missing."""
        return self._of(name, list, "a list", [])

    def _of(self, name: str, kind: type[T], called: str, default: T | None) -> T:
        found = self._found.get(name, default)
        if not isinstance(found, kind):
            how = "missing" if found is None else f"not {called}"
            raise ValueError(f"{self._where}{name} is {how}")  # noqa: TRY004 -- a value of JSON
        return found


def fields_of(line: bytes) -> Fields:
    """The fields of the object on one line.

    Raises:
        ValueError: there is none.
    """
    try:
        return Fields(json.loads(line))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError("the line is not JSON") from None
    except RecursionError:
        raise ValueError("the line is nested too deeply") from None
