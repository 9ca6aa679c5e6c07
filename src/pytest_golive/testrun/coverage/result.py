"""How much of the code the tests ran: one result type for all formats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pytest_golive.findings import Finding, counted
from pytest_golive.testrun.coverage.files import RULE, FileCoverage, LeftOut, ranges


@dataclass(frozen=True, slots=True)
class ChangeCoverage:
    """The coverage of changed lines.

    Attributes:
        percent: of the executable changed lines that ran; None if none is executable.
        lines: the number of executable changed lines.
        missing: one finding for each file with changed lines that no test ran.
        unmeasured: changed files that are neither code nor excluded: tests, documentation, data.
        left_out: one finding for each file with changed lines that the configuration excludes.
        lines_left_out: the number of these lines.
        since: the previous release, in words; "" if there is none.
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
        """Percent of the executable changed lines that the configuration excludes."""
        total = self.lines + self.lines_left_out
        return 100.0 * self.lines_left_out / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code that the tests ran.

    Attributes:
        source: the tool, and its file.
        percent: of lines and branches that ran, from 0 to 100: percent_covered of ``coverage json``.
        statements: the number of executable lines.
        branches: the number of branches; 0 if branches were not measured.
        files: what was measured, by path, and what should have been.
        written: when, in seconds since the epoch.
        has_branches: whether branches were measured.
        left_out: files that the configuration excludes.
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
        """Percent of all executable lines that the configuration excludes."""
        lost = sum(len(file.spared) for file in self.files) + sum(len(file.lines) for file in self.left_out)
        total = lost + sum(len(file.executed) + len(file.missing) for file in self.files)
        return 100.0 * lost / total if total else 0.0

    def changes(self, added: Mapping[str, Collection[int]]) -> ChangeCoverage:
        """The coverage of changed lines.

        Args:
            added: the numbers of the new lines, by path relative to the root.
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
            tuple(_lost(*entry, "changed lines left out") for entry in lost),
            sum(len(numbers) for _, _, numbers in lost),
        )

    def below(self, limit: float) -> tuple[Finding, ...]:
        """The files below *limit* percent, those with the most lines that did not run first."""
        return self._worst(file for file in self.files if file.percent < limit)

    def least_covered(self, limit: int = 10) -> tuple[Finding, ...]:
        """The files with the most lines that did not run, at most *limit*, worst first."""
        return self._worst(self.files)[:limit]

    def lost(self) -> tuple[Finding, ...]:
        """One finding for each file with lines that the configuration excludes, most lines first."""
        return tuple(_lost(*entry, "left out") for entry in self._lost(None))

    def _lost(self, among: Mapping[str, Collection[int]] | None) -> list[tuple[str, str, frozenset[int]]]:
        """Path, rule and lines of what is excluded, *among* certain lines or all."""
        every = [(file.path, file.rule, file.lines) for file in self.left_out]
        every += [(file.path, "pragma or exclude_lines", file.spared) for file in self.files]
        if among is not None:
            every = [(path, rule, lines.intersection(among.get(path, ()))) for path, rule, lines in every]
        return sorted((entry for entry in every if entry[2]), key=lambda entry: (-len(entry[2]), entry[0]))

    def _worst(self, files: Iterable[FileCoverage]) -> tuple[Finding, ...]:
        incomplete = [file for file in files if file.missing or file.partial]
        incomplete.sort(key=lambda file: (-len(file.missing), file.percent, file.path))
        return tuple(file.finding for file in incomplete)


def _lost(path: str, rule: str, lines: frozenset[int], key: str) -> Finding:
    text = f"{counted(len(lines), 'line is', 'lines are')} kept out of the count by {rule}: {ranges(lines)}"
    return Finding(path, min(lines), RULE, text, key=key, size=len(lines))
