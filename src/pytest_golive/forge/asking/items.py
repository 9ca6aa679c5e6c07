"""Read a forge's response key by key: a missing key, or one of another type, is named together with the request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.service.limits.limit_fields import moment_of

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a response.

    Attributes:
        values: the members of the object.
        place: the request, for messages.
    """

    values: Mapping[str, Any]
    place: str

    @classmethod
    def of(cls, value: Any, place: str) -> Item:
        """*value* as an object.

        Raises:
            CannotMeasure: it is none.
        """
        if not isinstance(value, dict):
            raise _other_shape(place, "an object")
        return cls(value, place)

    @property
    def identity(self) -> str:
        """What tells it from the others of a list: its number, or the name of its commit; else all of it."""
        known = next((self.values[key] for key in ("id", "sha") if key in self.values), None)
        return json.dumps(known or self.values, sort_keys=True)

    def text(self, key: str) -> str:
        """A required text."""
        found = self.values.get(key)
        if not isinstance(found, str) or not found:
            raise _other_shape(self.place, f"a text {key!r}")
        return clean(found)

    def maybe_text(self, key: str) -> str:
        """An optional text; "" if it is missing."""
        found = self.values.get(key)
        if found is None or found == "":
            return ""
        return self.text(key)

    def lines(self, key: str) -> str:
        """An optional text of any length, with its lines; "" if it is missing."""
        found = self.values.get(key)
        if found is not None and not isinstance(found, str):
            raise _other_shape(self.place, f"a text {key!r}")
        return (found or "").replace("\r\n", "\n").replace("\r", "\n")

    def number(self, key: str) -> int:
        """A required whole number."""
        found = self.values.get(key)
        if not isinstance(found, int) or isinstance(found, bool):
            raise _other_shape(self.place, f"a number {key!r}")
        return found

    def maybe_number(self, key: str) -> int:
        """An optional whole number; 0 if it is missing."""
        return 0 if self.values.get(key) is None else self.number(key)

    def moment(self, key: str) -> float:
        """A required time, in seconds since 1970.

        Raises:
            CannotMeasure: it is missing, or in a form that cannot be read.
        """
        moment = moment_of(self.text(key))
        if moment is None:
            raise CannotMeasure(
                f"{self.text(key)!r}, in the response to {self.place}, is not a time", "check it on the forge"
            )
        return moment

    def truth(self, key: str) -> bool:
        """An optional truth value; false if it is missing."""
        found = self.values.get(key)
        if found is not None and not isinstance(found, bool):
            raise _other_shape(self.place, f"a truth value {key!r}")
        return bool(found)

    def item(self, key: str) -> Item:
        """An optional object; an empty one if it is missing."""
        found = self.values.get(key)
        return Item.of({} if found is None else found, self.place)

    def items(self, key: str) -> list[Item]:
        """The objects of a required list; null is an empty list, as Go writes it."""
        if key not in self.values:
            raise _other_shape(self.place, f"a list {key!r}")
        found = self.values[key]
        if found is not None and not isinstance(found, list):
            raise _other_shape(self.place, f"a list {key!r}")
        return [Item.of(one, self.place) for one in found or ()]

    def texts(self, key: str) -> list[str]:
        """The texts of an optional list; none if it is missing."""
        found = self.values.get(key)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise _other_shape(self.place, f"a list of texts {key!r}")
        return [clean(one) for one in found]


def items_of(value: Any, place: str) -> Iterator[Item]:
    """The objects of a response that is a list.

    Raises:
        CannotMeasure: it is none.
    """
    if not isinstance(value, list):
        raise _other_shape(place, "a list")
    return (Item.of(one, place) for one in value)


def clean(text: str) -> str:
    """Text from a forge, for messages: on one line, shortened, without secrets."""
    text = MASK.hide(text)  # before it is shortened: half a secret is not recognized
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return spoken(line)[:LONGEST]


def _other_shape(place: str, expected: str) -> CannotMeasure:
    return CannotMeasure(
        f"the forge's response to {place} differs from its documentation: {expected} is expected",
        "check [tool.golive.forge]: kind and api must fit the forge; a proxy may have changed the response",
    )
