"""JSON that a service sends, where all parsers agree on what it says; what they read differently is refused."""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 100
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SHOWN = 40


class NotJson(ValueError):
    """It is no JSON, or none that says one thing only; the message says which."""


def read_json(body: bytes | str) -> Any:
    """What *body* says.

    Halves of surrogate pairs, which no text can hold, become U+FFFD.

    Raises:
        NotJson: it is none, is nested too deep, holds a number of thousands of digits, or names a key twice with
            different values, of which parsers take one or the other.
    """
    try:
        text = body if isinstance(body, str) else body.decode(json.detect_encoding(body))
        found = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_table)
    except NotJson:
        raise
    except RecursionError:
        raise _too_deep() from None
    except UnicodeError:
        raise NotJson("it is no text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except ValueError:
        raise NotJson("it holds a number of thousands of digits") from None
    _check_depth(found)
    return _cleaned(found) if "\\ud" in text.lower() else found


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        for key, value in pairs:
            if type(table[key]) is not type(value) or table[key] != value:
                raise NotJson(f"it names {LONE_SURROGATE.sub('?', key)[:SHOWN]!r} twice, with different values")
    return table


def _check_depth(found: Any) -> None:
    level, depth = [found], 0
    while level:
        depth += 1
        parts = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        level = [part for part in parts if isinstance(part, dict | list)]
        if depth > DEEPEST:
            raise _too_deep()


def _parts(one: dict[str, Any] | list[Any]) -> Any:
    return one.values() if isinstance(one, dict) else one


def _too_deep() -> NotJson:
    return NotJson(f"it is nested more than {DEEPEST} deep")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value
