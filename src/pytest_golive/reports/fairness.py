"""Which findings are kept where a report has no room for all: the gravest, and of each row its share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def dealt(groups: Iterable[Iterable[T]], rank: Callable[[T], Any]) -> list[T]:
    """All of all *groups*, lowest *rank* first; within a rank the groups take turns, each in its own order."""
    told = []
    for place, group in enumerate(groups):
        turns: Counter[Any] = Counter()
        for one in group:
            grade = rank(one)
            told.append((grade, turns[grade], place, one))
            turns[grade] += 1
    told.sort(key=lambda each: each[:3])
    return [each[3] for each in told]
