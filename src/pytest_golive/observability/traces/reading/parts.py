"""Reads a backend's answer key by key: what is missing or of another type is named, and never taken for something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK

LONGEST = 200
CURE = "check kind and url in the target's traces: an answer of another interface, or of a proxy, is not a trace"


@dataclass(frozen=True, slots=True)
class Part:
    """One object of an answer.

    Attributes:
        values: its members.
        place: the request, for messages.
    """

    values: Mapping[str, Any]
    place: str

    @classmethod
    def of(cls, value: Any, place: str, what: str = "an object") -> Part:
        """*value* as an object.

        Raises:
            CannotMeasure: it is none.
        """
        if not isinstance(value, dict):
            raise not_understood(place, f"{what} is expected")
        return cls(value, place)

    def text(self, key: str) -> str:
        """A required text, as it is."""
        found = self.values.get(key)
        if not isinstance(found, str) or not found:
            raise not_understood(self.place, f"a text {key!r} is expected")
        return found

    def maybe_text(self, key: str) -> str:
        """An optional text, for messages: on one line, without secrets; "" if it is missing."""
        found = self.values.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise not_understood(self.place, f"a text {key!r} is expected")
        return clean(found)

    def number(self, key: str) -> int:
        """An optional whole number, perhaps in quotes, as protobuf writes large ones; 0 if it is missing."""
        found = self.values.get(key, 0)
        if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= LONGEST:
            found = int(found)
        if found is None:
            return 0
        if isinstance(found, bool) or not isinstance(found, int):
            raise not_understood(self.place, f"a whole number {key!r} is expected")
        return found

    def part(self, key: str) -> Part:
        """An optional object; an empty one if it is missing."""
        found = self.values.get(key)
        return Part.of({} if found is None else found, self.place, f"an object {key!r}")

    def parts(self, key: str) -> Iterator[Part]:
        """The objects of an optional list."""
        found = self.values.get(key)
        if found is not None and not isinstance(found, list):
            raise not_understood(self.place, f"a list {key!r} is expected")
        return (Part.of(one, self.place, f"a list of objects {key!r}") for one in found or ())


def texts(value: Any, place: str, what: str) -> tuple[str, ...]:
    """A list of texts, for messages; null is an empty list, as Go writes it.

    Raises:
        CannotMeasure: it is none.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise not_understood(place, f"{what} is expected")
    return tuple(map(clean, value))


def clean(text: str) -> str:
    """Text of a backend on one line, shortened, without secrets."""
    text = MASK.hide(text[: 100 * LONGEST])
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return spoken(line)[:LONGEST]


def not_understood(place: str, expected: str) -> CannotMeasure:
    """The error for an answer of another shape."""
    return CannotMeasure(f"the answer to {place} is not understood: {expected}", CURE)
