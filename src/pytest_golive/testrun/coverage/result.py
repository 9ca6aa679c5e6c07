"""How much of the code the tests ran: one shape for every format that reports it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pytest_golive.findings import Finding
from pytest_golive.testrun.coverage.files import RULE, FileCoverage, LeftOut, ranges


@dataclass(frozen=True, slots=True)
class ChangeCoverage:
    """The part of the coverage that is about changed lines.

    Attributes:
        percent: of the changed lines that could run, those that did; None where none could.
        lines: how many could run.
        missing: one finding for each file with changed lines that no test ran.
        unmeasured: changed files that are neither code nor left out: tests, documentation, data.
        left_out: one finding for each file with changed lines that the configuration keeps out of the count.
        lines_left_out: how many lines those are.
        since: the release before, in words; "" if there is none.
    """

    percent: float | None
    lines: int
    missing: tuple[Finding, ...]
    unmeasured: tuple[str, ...] = ()
    left_out: tuple[Finding, ...] = ()
    lines_left_out: int = 0
    since: str = ""

    @property
    def percent_left_out(self) -> float:
        """Of all changed lines that could run, those that the configuration keeps out of the count."""
        total = self.lines + self.lines_left_out
        return 100.0 * self.lines_left_out / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tests ran.

    Attributes:
        source: who measured it, in which file.
        percent: lines and branches that ran, of all, from 0 to 100: what ``coverage json`` calls percent_covered.
        statements: how many lines can run.
        branches: how many directions there are; 0 where branches were not measured.
        files: what was measured, by path, and what should have been.
        written: when, in seconds since the epoch.
        has_branches: whether branches were measured.
        left_out: files that the configuration keeps out of the measurement.
        notes: what else was not counted and why, as (name, words).
    """

    source: str
    percent: float
    statements: int
    branches: int
    files: tuple[FileCoverage, ...]
    written: float
    has_branches: bool = False
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def percent_left_out(self) -> float:
        """Of all lines that can run, those that the configuration keeps out of the count."""
        lost = sum(len(file.spared) for file in self.files) + sum(len(file.lines) for file in self.left_out)
        total = lost + sum(len(file.executed) + len(file.missing) for file in self.files)
        return 100.0 * lost / total if total else 0.0

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
                text += "" if known[path].known else "; no test run measured the file"
                missing.append(Finding(path, missed[0], RULE, text, key="changed lines", size=len(missed)))
        elsewhere = {file.path for file in self.left_out} | set(known)
        unmeasured = tuple(sorted(path for path in added if added[path] and path not in elsewhere))
        lost = self._lost(added)
        return ChangeCoverage(
            100.0 * ran / lines if lines else None,
            lines,
            tuple(missing),
            unmeasured,
            tuple(_lost(*each, "changed lines left out") for each in lost),
            sum(len(numbers) for _, _, numbers in lost),
        )

    def below(self, limit: float) -> tuple[Finding, ...]:
        """The files with less than *limit* percent, those with the most lines that never ran first."""
        return self._worst(file for file in self.files if file.percent < limit)

    def least_covered(self, limit: int = 10) -> tuple[Finding, ...]:
        """The files with the most lines that never ran, at most *limit*, worst first."""
        return self._worst(self.files)[:limit]

    def lost(self) -> tuple[Finding, ...]:
        """One finding for each file with lines that the configuration keeps out of the count, most lines first."""
        return tuple(_lost(*each, "left out") for each in self._lost(None))

    def _lost(self, among: Mapping[str, Collection[int]] | None) -> list[tuple[str, str, frozenset[int]]]:
        """Path, rule and lines of what is kept out of the count, *among* certain lines or all."""
        every = [(file.path, file.rule, file.lines) for file in self.left_out]
        every += [(file.path, "pragma or exclude_lines", file.spared) for file in self.files]
        if among is not None:
            every = [(path, rule, lines.intersection(among.get(path, ()))) for path, rule, lines in every]
        return sorted((each for each in every if each[2]), key=lambda each: (-len(each[2]), each[0]))

    def _worst(self, files: Iterable[FileCoverage]) -> tuple[Finding, ...]:
        lacking = [file for file in files if file.missing or file.partial]
        lacking.sort(key=lambda file: (-len(file.missing), file.percent, file.path))
        return tuple(file.finding for file in lacking)


def _lost(path: str, rule: str, lines: frozenset[int], key: str) -> Finding:
    text = f"{len(lines)} lines are kept out of the count by {rule}: {ranges(lines)}"
    return Finding(path, min(lines), RULE, text, key=key, size=len(lines))
