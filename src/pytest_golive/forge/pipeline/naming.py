"""The names of checks: whether they match a pattern, and how messages list several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.forge.words import Check

SHOWN: Final = 5


def named(pattern: str, name: str) -> bool:
    """Whether *name* matches *pattern*, in which ``*`` stands for any text."""
    if "*" not in pattern:
        return pattern == name
    first, *middle, last = pattern.split("*")
    if not name.startswith(first) or not name.endswith(last) or len(name) < len(first) + len(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def some(checks: Sequence[Check]) -> str:
    """The first of *checks*, each with the forge's own word."""
    more = f" and {len(checks) - SHOWN} more" if len(checks) > SHOWN else ""
    return ", ".join(f"{check.name} ({check.said})" for check in checks[:SHOWN]) + more
