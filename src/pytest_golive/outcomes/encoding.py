"""Text that every reader can read: a file's name may hold bytes that are no text."""

from __future__ import annotations

import operator
from typing import Any


def encodable(value: Any) -> Any:
    """*value* with every text as UTF-8 can spell it: the name of a file may hold bytes that are no text."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {key: encodable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        parts = type(value)(map(encodable, value))
        return value if all(map(operator.is_, value, parts)) else parts  # of 200,000 findings one copy is enough
    return value
