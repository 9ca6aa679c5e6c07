"""Read an API's answer key by key: a missing key, or one of another type, is named together with the request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.trouble import clean


@dataclass(frozen=True, slots=True)
class Item:
    """One object of an answer.

    Attributes:
        values: the members of the object.
        place: the request, for messages: "GET https://host/api/v1/targets".
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
            raise other_shape(place, "an object")
        return cls(value, place)

    def text(self, key: str) -> str:
        """A required text, as it was sent; it may be empty."""
        found = self.values.get(key)
        if not isinstance(found, str):
            raise other_shape(self.place, f"a text {key!r}")
        return found

    def maybe_text(self, key: str) -> str:
        """An optional text; "" if it is missing."""
        return "" if self.values.get(key) is None else self.text(key)

    def shown(self, key: str) -> str:
        """An optional text for messages: on one line, shortened, without secrets."""
        return clean(self.maybe_text(key))

    def number(self, key: str) -> float:
        """A required number."""
        found = self.values.get(key)
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise other_shape(self.place, f"a number {key!r}")
        return found

    def maybe_number(self, key: str) -> float | None:
        """An optional number; None if it is missing."""
        return None if self.values.get(key) is None else self.number(key)

    def truth(self, key: str) -> bool:
        """An optional truth value; false if it is missing."""
        found = self.values.get(key)
        if found is not None and not isinstance(found, bool):
            raise other_shape(self.place, f"a truth value {key!r}")
        return bool(found)

    def item(self, key: str) -> Item:
        """An optional object; an empty one if it is missing."""
        found = self.values.get(key)
        return Item.of({} if found is None else found, self.place)

    def items(self, key: str) -> list[Item]:
        """The objects of a required list; null is an empty list, as Go writes it."""
        if key not in self.values:
            raise other_shape(self.place, f"a list {key!r}")
        found = self.values[key]
        return list(items_of([] if found is None else found, self.place, key))

    def texts(self, key: str) -> list[str]:
        """The texts of an optional list; none if it is missing."""
        found = self.values.get(key)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise other_shape(self.place, f"a list of texts {key!r}")
        return list(found)

    def labels(self, key: str) -> Mapping[str, str]:
        """An optional object of texts, such as the labels of a series; an empty one if it is missing."""
        found = self.item(key).values
        if not all(isinstance(value, str) for value in found.values()):
            raise other_shape(self.place, f"an object of texts {key!r}")
        return dict(found)


def items_of(value: Any, place: str, key: str = "") -> Iterator[Item]:
    """The objects of a list.

    Raises:
        CannotMeasure: it is none.
    """
    if not isinstance(value, list):
        raise other_shape(place, f"a list {key!r}" if key else "a list")
    return (Item.of(one, place) for one in value)


def other_shape(place: str, expected: str) -> CannotMeasure:
    """The error for an answer that is not as its API describes it."""
    return CannotMeasure(
        f"the answer to {place} differs from the description of its API: {expected} is expected",
        "check that the url leads to the API itself; a proxy may have changed the answer",
    )
