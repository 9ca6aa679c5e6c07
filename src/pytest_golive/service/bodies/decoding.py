"""Parses JSON in which an object may repeat a name: each member counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pytest_golive.service.bodies.json_reading import loaded

INDEX = re.compile(r"\d{1,6}", re.ASCII)


class Members(tuple[tuple[str, Any], ...]):
    """The members of a JSON object in order; a repeated name occurs several times."""

    __slots__ = ()


def read_members(text: str, *, is_text: bool = False) -> Any:
    """Parse JSON, with `Members` for objects.

    Args:
        text: decoded.
        is_text: whether numbers stay as written, since the version 1.10 is not 1.1.

    Raises:
        NotJson: it is invalid, nested too deeply, or contains a number of thousands of digits.
    """
    return loaded(text.strip("\ufeff\x00 \t\r\n"), Members, str if is_text else None)


def at(value: Any, key: str) -> list[Any]:
    """The values at a path such as "git.commit.id" or "checks.0.state"; several if a name is repeated.

    A name may contain dots itself, as in flat properties.
    """
    if not key:
        return [value]
    return [found for part, rest in _steps(value, key) for found in at(part, rest)]


def _steps(value: Any, key: str) -> Iterator[tuple[Any, str]]:
    """Each part of *value* that *key* begins with, and the rest of the key."""
    if isinstance(value, Members):
        for name, part in value:
            if key == name or key.startswith(f"{name}."):
                yield part, key[len(name) + 1 :]
    elif isinstance(value, list):
        head, _, rest = key.partition(".")
        if INDEX.fullmatch(head) and int(head) < len(value):
            yield value[int(head)], rest


def words_of(key: str) -> list[str]:
    """The words of a name in lower case: "gitCommitId", "git-commit-id" and "GIT_COMMIT_ID" are the same."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key[:200])
    return re.findall(r"[^\W_]{1,200}", parted.lower())
