"""Counts comments that make a tool ignore a line, such as ``nosec``, and how many were added since a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.results import contents, kept
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.comparing.choice import Kind, Loosening

# As bandit and coverage match them, in upper or lower case.
MARKS: Final = {
    "# nosec": "#[[:space:]]*nosec",
    "# pragma: no cover": "#[[:space:]]*pragma[:[:space:]]?[[:space:]]*no[[:space:]]*(cover|branch)",
}
SUFFIXES: Final = (".py", ".pyi", ".pyw")
AT_ONCE: Final = 200  # paths on one command line of git
GREP: Final = ("grep", "--count", "-h", "--text", "--ignore-case", "--extended-regexp", "--no-recurse-submodules")


def more_spared(
    repository: Repository, commit: str, compared: Comparison, cache: ResultCache = NO_CACHE
) -> Iterator[Loosening]:
    """How many more lines with each mark the work tree has than *commit*, over all tracked Python files that differ.

    Sums are compared, so a line that only moved to another file does not count as added. They are kept for as long as
    these files stay the same.

    Args:
        repository: the project's.
        commit: the earlier one.
        compared: what differs from it.
        cache: keeps the sums.

    Raises:
        CannotMeasure: git failed.
    """
    names = compared.added | compared.removed | compared.changed | {*compared.moved.values()}
    paths = sorted(name for name in names if name.endswith(SUFFIXES))
    found = contents(repository.root, [path for path in paths if path not in compared.gone]) if paths else None
    made_of = None if found is None else [commit, repository.prefix, paths, found, MARKS]
    sums = kept(cache, "spared", made_of, lambda: _sums(repository, paths, commit)) if paths else {}
    for mark, more in sums.items():
        if more > 0:
            lines = "line" if more == 1 else "lines"
            yield Loosening(Kind.EXCLUSION, f"{more:,} more {lines} under '{mark}'", more)


def _sums(repository: Repository, paths: Sequence[str], commit: str) -> dict[str, int]:
    return {
        mark: _lines(repository, expression, paths) - _lines(repository, expression, paths, commit)
        for mark, expression in MARKS.items()
    }


def _lines(repository: Repository, expression: str, paths: Sequence[str], *commit: str) -> int:
    total = 0
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        counts = repository.program.ask(*GREP, "-e", expression, *commit, "--", *some) or b""
        total += sum(map(int, counts.split()))
    return total
