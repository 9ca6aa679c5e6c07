"""Chooses findings where a report has no room for all: the most severe first, and a fair share for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def dealt(groups: Iterable[Iterable[T]], rank: Callable[[T], Any]) -> list[T]:
    """The items of all *groups*, lowest *rank* first; within a rank the groups take turns, each in its own order."""
    ranked = []
    for position, group in enumerate(groups):
        turns: Counter[Any] = Counter()
        for item in group:
            grade = rank(item)
            ranked.append((grade, turns[grade], position, item))
            turns[grade] += 1
    ranked.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in ranked]
