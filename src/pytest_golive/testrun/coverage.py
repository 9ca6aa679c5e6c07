"""How much of the code the tests ran: one shape for every format that reports it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pytest_golive.findings import Finding

RULE = "coverage"


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """One measured file.

    Attributes:
        path: POSIX path relative to the project's root; as the report has it, if it lies elsewhere.
        executed: numbers, from 1, of the lines that ran.
        missing: of the lines that could have run and did not.
        partial: of the lines that ran, and not in every direction.
        branches: how many directions there are.
        branches_taken: how many of them were taken.
    """

    path: str
    executed: frozenset[int]
    missing: frozenset[int]
    partial: frozenset[int] = frozenset()
    branches: int = 0
    branches_taken: int = 0

    @property
    def percent(self) -> float:
        """Lines and branches that ran, of all; 100 for a file without any."""
        total = len(self.executed) + len(self.missing) + self.branches
        return 100.0 * (len(self.executed) + self.branches_taken) / total if total else 100.0

    @property
    def finding(self) -> Finding:
        """What is lacking, for whoever shows it; there must be something."""
        text = f"{self.percent:.1f} % ran; "
        if self.missing:
            text += f"{len(self.missing)} lines never did: {ranges(self.missing)}"
        else:
            text += f"not in every direction: {ranges(self.partial)}"
        return Finding(self.path, min(self.missing or self.partial), RULE, text, key="file", size=100 - self.percent)


@dataclass(frozen=True, slots=True)
class ChangeCoverage:
    """The part of the coverage that is about changed lines.

    Attributes:
        percent: of the changed lines that could run, those that did; None where none could.
        lines: how many could run.
        missing: one finding for each file with changed lines that no test ran.
        unmeasured: changed files that the coverage knows nothing of.
    """

    percent: float | None
    lines: int
    missing: tuple[Finding, ...]
    unmeasured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tests ran.

    Attributes:
        source: who measured it, in which file.
        percent: lines and branches that ran, of all, from 0 to 100: what ``coverage json`` calls percent_covered.
        statements: how many lines can run.
        branches: how many directions there are; 0 where branches were not measured.
        files: what was measured, by path.
        written: when, in seconds since the epoch.
    """

    source: str
    percent: float
    statements: int
    branches: int
    files: tuple[FileCoverage, ...]
    written: float

    def changes(self, added: Mapping[str, Collection[int]]) -> ChangeCoverage:
        """The coverage of changed lines.

        Args:
            added: by path relative to the root, the numbers of the lines that are new.
        """
        known = {file.path: file for file in self.files}
        ran = lines = 0
        missing: list[Finding] = []
        for path, numbers in sorted(added.items()):
            if path not in known:
                continue
            executed = known[path].executed.intersection(numbers)
            missed = sorted(known[path].missing.intersection(numbers))
            ran, lines = ran + len(executed), lines + len(executed) + len(missed)
            if missed:
                total = len(executed) + len(missed)
                text = f"{len(missed)} of {total} changed lines never ran: {ranges(missed)}"
                missing.append(Finding(path, missed[0], RULE, text, key="changed lines", size=len(missed)))
        unmeasured = tuple(sorted(path for path in added if added[path] and path not in known))
        return ChangeCoverage(100.0 * ran / lines if lines else None, lines, tuple(missing), unmeasured)

    def below(self, limit: float) -> tuple[Finding, ...]:
        """The files with less than *limit* percent, those with the most lines that never ran first."""
        return self._worst(file for file in self.files if file.percent < limit)

    def least_covered(self, limit: int = 10) -> tuple[Finding, ...]:
        """The files with the most lines that never ran, at most *limit*, worst first."""
        return self._worst(self.files)[:limit]

    def _worst(self, files: Iterable[FileCoverage]) -> tuple[Finding, ...]:
        lacking = [file for file in files if file.missing or file.partial]
        lacking.sort(key=lambda file: (-len(file.missing), file.percent, file.path))
        return tuple(file.finding for file in lacking)


def ranges(numbers: Collection[int], limit: int = 12) -> str:
    """Write *numbers* as people do: "3-5, 9"; after *limit* ranges, how many more."""
    listed = sorted(numbers)
    breaks = [index for index, (a, b) in enumerate(pairwise(listed), 1) if b != a + 1]
    edges = [0, *breaks, len(listed)]
    spans = [(listed[a], listed[b - 1]) for a, b in pairwise(edges) if b > a]
    texts = [f"{first}-{last}" if last > first else f"{first}" for first, last in spans]
    more = len(texts) - limit
    return ", ".join(texts[:limit]) + (f" and {more} more" if more > 0 else "")


def read_coverage(path: Path, root: Path, tracked: Collection[str], *, python: str | None = None) -> Coverage:
    """Read coverage in whatever format *path* holds: coverage.py's data or JSON, Cobertura XML, lcov.

    Args:
        path: the file; its content decides, not its name.
        root: the project.
        tracked: the project's files, relative to the root.
        python: interpreter whose coverage reads coverage.py's own data; this one if None.

    Raises:
        CannotMeasure: it cannot be read, contradicts itself, holds nothing, or was measured on other code.
    """
    from pytest_golive.testrun.coverage_checks import checked
    from pytest_golive.testrun.coverage_formats import read_any

    return checked(read_any(path, root, python), path, root, tracked)
