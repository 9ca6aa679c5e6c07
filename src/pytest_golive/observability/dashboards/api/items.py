"""Read JSON of Grafana member by member: what is of another type than expected counts as missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK

LONGEST = 160
Json = Mapping[str, Any]
NOTHING: Json = {}


def text_of(value: Any, key: str) -> str:
    """A text; "" if there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def table_of(value: Any, key: str) -> Json:
    """An object; an empty one if there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else NOTHING


def list_of(value: Any, key: str) -> list[Any]:
    """A list; an empty one if there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def tables_of(value: Any, key: str) -> Iterator[Json]:
    """The objects of a list."""
    return (item for item in list_of(value, key) if isinstance(item, dict))


def shown(text: str, longest: int = LONGEST) -> str:
    """A text of Grafana's for messages: on one line, shortened, without secrets."""
    line = " ".join("".join(char if char.isprintable() else " " for char in MASK.hide(text)).split())
    return spoken(line)[:longest]
