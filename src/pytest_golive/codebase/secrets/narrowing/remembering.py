"""Answers about a line that are kept: of the versions of a file, most lines are the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

Answer = TypeVar("Answer")
MOST, LONGEST = 30_000, 500  # lines, and characters of a line that is kept


def remembering(ask: Callable[[str, Hashable], Answer]) -> Callable[[str, Hashable], Answer]:
    """*ask*, about a line and whatever else the answer depends on, but not twice; answers must not be changed."""
    known = lru_cache(MOST)(ask)

    def answer(line: str, about: Hashable = None) -> Answer:
        return known(line, about) if len(line) <= LONGEST else ask(line, about)

    return answer
