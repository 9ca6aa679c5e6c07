"""Parses a service's JSON if all parsers agree on its meaning; rejects what they read differently."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

DEEPEST = 100
# An escaped backslash, a complete surrogate pair, or half of one.
ESCAPES = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
SHOWN = 40


class NotJson(ValueError):
    """Not JSON, or ambiguous JSON; the message says which."""


def read_json(body: bytes | str) -> Any:
    """The value of *body*.

    Raises:
        NotJson: it is invalid, nested too deeply, contains a number of thousands of digits, or repeats a key with
        different values, of which parsers take one or the other.
    """
    try:
        text = body if isinstance(body, str) else body.decode(json.detect_encoding(body))
    except UnicodeError:
        raise NotJson("it is no text in UTF-8") from None
    return loaded(text.removeprefix("\ufeff"), _table)


def loaded(text: str, table: Callable[[list[tuple[str, Any]]], Any], number: Callable[[str], Any] | None = None) -> Any:
    """The value of *text*; halves of surrogate pairs, which text cannot contain, become U+FFFD.

    Args:
        text: JSON.
        table: makes an object from its members.
        number: converts the text of a number; None for int and float.

    Raises:
        NotJson: it is invalid, nested too deeply, contains a number of thousands of digits, or *table* rejects it.
    """
    try:
        if text.count("[") + text.count("{") > DEEPEST:
            _check_depth(json.loads(text))
        found = json.loads(
            _without_half_pairs(text),
            object_pairs_hook=table,
            parse_int=number,
            parse_float=number,
            parse_constant=number,
        )
    except NotJson:
        raise
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except ValueError:
        raise NotJson("it holds a number of thousands of digits") from None
    return found


def _without_half_pairs(text: str) -> str:
    """*text* without escapes for half a surrogate pair."""
    if "\\ud" not in text.lower():
        return text
    return ESCAPES.sub(lambda found: "\\ufffd" if found["half"] else found[0], text)


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        for key, value in pairs:
            if type(table[key]) is not type(value) or table[key] != value:
                raise NotJson(f"it names {key[:SHOWN]!r} twice, with different values")
    return table


def _check_depth(found: Any) -> None:
    level, depth = [found], 0
    while level:
        depth += 1
        parts = [part for container in level if isinstance(container, dict | list) for part in _parts(container)]
        level = [part for part in parts if isinstance(part, dict | list)]
        if depth > DEEPEST:
            raise _too_deep()


def _parts(container: dict[str, Any] | list[Any]) -> Any:
    return container.values() if isinstance(container, dict) else container


def _too_deep() -> NotJson:
    return NotJson(f"it is nested more than {DEEPEST} deep")
