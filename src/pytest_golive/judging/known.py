"""Findings as the ratchet records them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One recorded finding; *identity* survives moved lines and renamed files, *size* is its severity then."""

    gate: str
    path: str
    rule: str
    identity: str
    size: float = 0.0

    @classmethod
    def of(cls, gate: str, finding: Finding) -> Known:
        """The record of *finding* for *gate*."""
        return cls(gate, finding.path, finding.rule, finding.identity, round(finding.size, 2))


class Alike:
    """Recorded findings that differ only in place and size, the worst first; each can be taken once.

    There may be a hundred thousand with the same text, so each is looked up without a search.
    """

    def __init__(self) -> None:
        self._all: list[Known] = []
        self._taken: set[int] = set()
        self._first = 0
        self._by_path: dict[str, deque[int]] = {}

    def add(self, known: Known) -> None:
        """Add a finding; it must be no worse than those added before."""
        self._by_path.setdefault(known.path, deque()).append(len(self._all))
        self._all.append(known)

    @property
    def left(self) -> int:
        """How many were not taken."""
        return len(self._all) - len(self._taken)

    def take(self, paths: Iterable[str]) -> Known | None:
        """Take the worst finding at one of *paths*; None if none is left."""
        at = min((places[0] for places in map(self._left_at, paths) if places), default=None)
        return None if at is None else self._take(at)

    def take_any(self) -> Known | None:
        """Take the worst finding at any place; None if none is left."""
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
