"""Measured quality at two commits, from a checkout of each: what static rows give, without a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.exported import exported
from pytest_golive.documents.notes.facts import Figure
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.progress import Progress, silent

if TYPE_CHECKING:
    from pytest_golive.codebase.inventory.taking import Inventory
    from pytest_golive.codebase.metrics.lines import Count


@dataclass(frozen=True)
class Rules:
    """What counts, by the settings of today, at both commits.

    Attributes:
        include: globs of files that count as source whatever their type.
        exclude: globs of files that do not count.
        unscanned: globs of files that are not scanned for vulnerabilities.
        count: how lines are counted: "loc" or "sloc".
        most_lines: that a file may have.
        critical: globs of the critical files.
        words: that say in a comment that something is wrong.
        allow: regular expressions for notes that are allowed.
        severity: lowest that counts of a vulnerability.
        confidence: the same.
    """

    include: Sequence[str]
    exclude: Sequence[str]
    unscanned: Sequence[str]
    count: Count
    most_lines: int
    critical: Sequence[str]
    words: Sequence[str]
    allow: Sequence[str]
    severity: str
    confidence: str


@dataclass(frozen=True)
class Compared:
    """Figures of two commits.

    Attributes:
        name: of the release before.
        figures: what differs.
        missing: by name of a figure, why it could not be measured.
    """

    name: str
    figures: tuple[Figure, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Where the figures are from, and which there are none of."""
        lacking = "".join(f"; {name}: not measured, {why}" for name, why in self.missing)
        since = f"Measured now from a checkout of {self.name}, by the settings of today"
        same = "" if self.figures or self.missing else "; nothing differs"
        return f"{since}{same}; its coverage and response times can only come from a record{lacking}."


def compared(
    repository: Repository,
    before: tuple[str, str],
    now: str,
    rules: Rules,
    helpers: tuple[Progress, ResultCache] = (silent, NO_CACHE),
) -> Compared:
    """What the rules give at both commits.

    Args:
        repository: that has them.
        before: name and commit of the release before.
        now: this commit.
        rules: what counts.
        helpers: what is told how far it is, and what holds results for files.

    Raises:
        CannotMeasure: a commit cannot be checked out.
    """
    name, commit = before
    told: list[dict[str, int | str]] = []
    for one in (commit, now):
        with exported(repository, one) as tree:
            told.append(dict(_Measuring(tree, rules, *helpers).each()))
    old, new = told
    source = f"measured now from a checkout of {name}"
    figures, missing = [], []
    for figure in old.keys() | new.keys():
        was, is_ = old.get(figure, "it was not measured"), new.get(figure, "it was not measured")
        if isinstance(was, int) and isinstance(is_, int):
            if was != is_:
                figures.append(Figure(figure, f"{was:,}", f"{is_:,}", source))
        else:
            missing.append((figure, was if isinstance(was, str) else str(is_)))
    return Compared(name, tuple(sorted(figures, key=lambda one: one.name)), tuple(sorted(missing)))


@dataclass(frozen=True)
class _Measuring:
    tree: Repository
    rules: Rules
    progress: Progress
    cache: ResultCache

    def each(self) -> Iterator[tuple[str, int | str]]:
        """Names of figures with their values, or why there is none."""
        lines = f"files over {self.rules.most_lines:,} lines"
        for name, measure in (
            (lines, self._long_files),
            ("highest complexity of critical functions", self._complexity),
            ("notes of known faults", self._notes),
            ("vulnerabilities that bandit finds", self._vulnerabilities),
        ):
            yield name, self._tried(measure)

    def _tried(self, measure: Callable[[], int]) -> int | str:
        try:
            return measure()
        except (CannotMeasure, NotSetUp) as error:
            return error.what

    def _long_files(self) -> int:
        from pytest_golive.codebase.metrics.lines import count_lines

        found = count_lines(self._inventory(), self.rules.count, self.progress, self.cache)
        return len(found.longer_than(self.rules.most_lines))

    def _complexity(self) -> int:
        from pytest_golive.codebase.metrics.complexity import measure_critical

        found = measure_critical(self._inventory(), self.rules.critical, self.progress, self.cache)
        worst = found.worst_complexity
        if worst is None:
            raise CannotMeasure("no critical file has a function", "name others")
        return worst

    def _notes(self) -> int:
        from pytest_golive.codebase.comments.words import find_words

        words, allow = tuple(self.rules.words), tuple(self.rules.allow)
        found = find_words(self._inventory(), words, allow=allow, progress=self.progress, cache=self.cache)
        return len(found.findings)

    def _vulnerabilities(self) -> int:
        from pytest_golive.codebase.bandit.scanning import scan_python
        from pytest_golive.codebase.inventory.taking import list_tracked

        paths = list_tracked(self.tree, self.rules.unscanned).require_python(self.tree.root)
        if not paths:
            raise CannotMeasure("there is no Python", "commit the code")
        found = scan_python(self.tree.root, paths, self.progress, self.cache)
        return len(found.blocking(self.rules.severity, self.rules.confidence))

    def _inventory(self) -> Inventory:
        from pytest_golive.codebase.inventory.taking import take_inventory

        if "inventory" not in self.tree.kept:
            rules = self.rules
            self.tree.kept["inventory"] = take_inventory(self.tree, include=rules.include, exclude=rules.exclude)
        found: Inventory = self.tree.kept["inventory"]
        return found
