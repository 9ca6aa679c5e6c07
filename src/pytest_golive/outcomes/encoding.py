"""Text that can be encoded as UTF-8: the name of a file may hold bytes that are not text."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from types import NoneType
from typing import Any

NUMBERS = frozenset({int, float, bool, NoneType})


def encodable(value: Any) -> Any:
    """*value* with every text changed so that UTF-8 can encode it; other bytes become escape sequences."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {key: encodable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        if _is_plain(value):
            return value
        parts = type(value)(map(encodable, value))
        # There may be 200,000 findings: copy only what changes.
        return value if all(map(operator.is_, value, parts)) else parts
    return value


def _is_plain(row: Sequence[Any]) -> bool:
    """Whether *row* holds only numbers and ASCII, as most rows do; a fast test, for there may be 200,000."""
    return all(part.isascii() if type(part) is str else type(part) in NUMBERS for part in row)
