"""The coverage of one file: which of its lines ran, which did not, and which are not counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pytest_golive.findings import Finding

RULE: Final = "coverage"


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """One measured file.

    Attributes:
        path: POSIX path relative to the project's root; as in the report, if it is elsewhere.
        executed: numbers, from 1, of the lines that ran.
        missing: of executable lines that did not run.
        partial: of lines that ran, but without all branches.
        branches: the number of branches.
        branches_taken: how many of them were taken.
        spared: of executable lines that a pragma or the configuration excludes.
        known: whether a report contains the file; if none does, all its lines are missing.
    """

    path: str
    executed: frozenset[int]
    missing: frozenset[int]
    partial: frozenset[int] = frozenset()
    branches: int = 0
    branches_taken: int = 0
    spared: frozenset[int] = frozenset()
    known: bool = True

    @property
    def percent(self) -> float:
        """Percent of lines and branches that ran; 100 for a file without any."""
        total = len(self.executed) + len(self.missing) + self.branches
        return 100.0 * (len(self.executed) + self.branches_taken) / total if total else 100.0

    @property
    def finding(self) -> Finding:
        """What is missing, as a finding; something must be missing."""
        text = f"{self.percent:.1f} % ran; "
        one = len(self.missing) == 1
        lines = "1 line" if one else f"{len(self.missing)} lines"
        if not self.known:
            text = f"no test run measured it, so its {lines} {'counts' if one else 'count'} as not run"
        elif self.missing:
            text += f"{lines} never did: {ranges(self.missing)}"
        else:
            text += f"not in every direction: {ranges(self.partial)}"
        return Finding(self.path, min(self.missing or self.partial), RULE, text, key="file", size=100 - self.percent)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that the configuration excludes.

    Attributes:
        path: relative to the project's root.
        rule: the setting that excludes it: "omit", "source", "include".
        lines: numbers of the executable lines.
    """

    path: str
    rule: str
    lines: frozenset[int]


def ranges(numbers: Collection[int], limit: int = 12) -> str:
    """*numbers* as ranges: "3-5, 9"; after *limit* ranges, how many more."""
    listed = sorted(numbers)
    breaks = [index for index, (a, b) in enumerate(pairwise(listed), 1) if b != a + 1]
    edges = [0, *breaks, len(listed)]
    spans = [(listed[a], listed[b - 1]) for a, b in pairwise(edges) if b > a]
    texts = [f"{first}-{last}" if last > first else f"{first}" for first, last in spans]
    more = len(texts) - limit
    return ", ".join(texts[:limit]) + (f" and {more} more" if more > 0 else "")
