"""Findings as the ratchet has recorded them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One recorded finding; *identity* survives moved lines and renamed files, *size* says how bad it was."""

    gate: str
    path: str
    rule: str
    identity: str
    size: float = 0.0

    @classmethod
    def of(cls, gate: str, finding: Finding) -> Known:
        """How *finding* of *gate* is recorded."""
        return cls(gate, finding.path, finding.rule, finding.identity, round(finding.size, 2))


class Alike:
    """Recorded findings that only their places and sizes tell apart, the worst first; each is taken once.

    There may be a hundred thousand of one text, so each is looked up, and never searched for.
    """

    def __init__(self) -> None:
        self._all: list[Known] = []
        self._taken: set[int] = set()
        self._first = 0
        self._by_path: dict[str, deque[int]] = {}

    def add(self, known: Known) -> None:
        """Add one that is no worse than those before it."""
        self._by_path.setdefault(known.path, deque()).append(len(self._all))
        self._all.append(known)

    @property
    def left(self) -> int:
        """How many were not taken."""
        return len(self._all) - len(self._taken)

    def take(self, paths: Iterable[str]) -> Known | None:
        """The worst at one of *paths*; None if there is none."""
        at = min((places[0] for places in map(self._left_at, paths) if places), default=None)
        return None if at is None else self._take(at)

    def take_any(self) -> Known | None:
        """The worst, wherever it is; None if there is none."""
        while self._first in self._taken:
            self._first += 1
        return self._take(self._first) if self._first < len(self._all) else None

    def _left_at(self, path: str) -> Sequence[int]:
        places = self._by_path.get(path, deque())
        while places and places[0] in self._taken:
            places.popleft()
        return places

    def _take(self, number: int) -> Known:
        self._taken.add(number)
        return self._all[number]
