"""The content of a response: its words and values."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.bodies.pages import texts
from pytest_golive.service.http.asking import Answer

LEAST = 4
DEEPEST = 8  # an object or array of JSON, compared as a whole


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a response, for finding values in it.

    Attributes:
        text: as people read it, with single spaces.
        values: scalars of JSON, or pieces of text of a page.
        tables: objects and arrays of JSON, each with its key.
    """

    text: str = field(repr=False)
    values: frozenset[str] = field(repr=False)
    tables: frozenset[tuple[str, str]] = field(repr=False)

    def has(self, part: str) -> bool:
        """Whether *part* is in it as whole words."""
        return part in self.values or has_words(self.text, part)

    def has_value(self, part: str) -> bool:
        """Whether *part* is one of its values, or so specific that it can only come from the data."""
        return part in self.values or (is_telling(part) and has_words(self.text, part))


def holds(text: str, part: str) -> bool:
    """Whether *text* contains *part*, in plain, in HTML or in JSON."""
    return part in text or html.escape(part) in text or json.dumps(part)[1:-1] in text


def has_words(text: str, part: str) -> bool:
    """Whether *text* contains *part* as whole words."""
    part = squeezed(part)
    at = text.find(part) if part else -1
    while at >= 0:
        end = at + len(part)
        before = at and _is_joined(text[at - 1], part[0])
        if not before and not (end < len(text) and _is_joined(part[-1], text[end])):
            return True
        at = text.find(part, at + 1)
    return False


def is_telling(part: str) -> bool:
    """Whether *part* is unlikely to occur by chance: it has several words, or a number."""
    return len(part.split()) > 1 or any(char.isdigit() for char in part)


def _is_joined(one: str, other: str) -> bool:
    """Whether two adjacent characters belong to one word."""
    return all(char.isalnum() or char == "_" for char in (one, other))


def said_in(answer: Answer) -> Content:
    """The content of *answer*."""
    try:
        found = read_json(answer.body)
    except NotJson:
        lines = _lines(answer.text)
        text = squeezed("\n".join([*lines, answer.text]))
        return Content(text, frozenset(_telling(lines)), frozenset())
    tables = frozenset(_tables(found, request_of(answer))) if isinstance(found, dict | list) else frozenset()
    return Content(squeezed("\n".join(said for said, _ in _walk(found))), frozenset(_telling(_leaves(found))), tables)


def request_of(answer: Answer) -> frozenset[str]:
    """The values of the request itself, which many responses repeat and which are nobody's data."""
    return frozenset({answer.method, answer.path, answer.url, urlsplit(answer.url).hostname or ""})


def squeezed(text: str) -> str:
    """*text* with its white space as single spaces."""
    return " ".join(text.split())


def parts_of(answer: Answer) -> Iterator[str]:
    """The specific values of a response: scalars of JSON, lines of text of a page."""
    try:
        yield from _telling(_leaves(read_json(answer.body)))
    except NotJson:
        yield from _telling(_lines(answer.text))


def _lines(text: str) -> list[str]:
    return [line for piece in texts(text) for line in piece.splitlines()]


def _telling(parts: Iterable[str]) -> Iterator[str]:
    return (part for part in map(str.strip, parts) if len(part) >= LEAST)


def _leaves(value: Any) -> Iterator[str]:
    yield from (text for text, is_key in _walk(value) if not is_key)


def _walk(value: Any) -> Iterator[tuple[str, bool]]:
    """Keys and scalars of JSON in order, at any depth: (text, whether it is a key)."""
    left = [value]
    while left:
        found = left.pop()
        if isinstance(found, dict):
            left += [part for key, value_below in reversed(found.items()) for part in (value_below, _Key(key))]
        elif isinstance(found, list):
            left += reversed(found)
        elif isinstance(found, _Key):
            yield str(found), True
        elif isinstance(found, str | int | float) and not isinstance(found, bool):
            yield str(found), False


class _Key(str):
    """A key, to distinguish it from a value."""

    __slots__ = ()


def _tables(value: Any, request: Collection[str], key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Specific objects and arrays below *value*, with their keys, unless the *request* contains them."""
    if depth == DEEPEST:
        return
    below = value.items() if isinstance(value, dict) else ((key, element) for element in value)
    for name, part in below:
        if isinstance(part, dict | list):
            if any(leaf not in request for leaf in _leaves(part)):
                yield str(name), json.dumps(part, sort_keys=True)
            yield from _tables(part, request, str(name), depth + 1)
