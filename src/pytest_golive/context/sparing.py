"""Counts comments that make a tool ignore a line, such as ``nosec``, and how many were added since a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.comparing.choice import Kind, Loosening

# As bandit and coverage match them, in upper or lower case.
MARKS: Final = {
    "# nosec": "#[[:space:]]*nosec",
    "# pragma: no cover": "#[[:space:]]*pragma[:[:space:]]?[[:space:]]*no[[:space:]]*(cover|branch)",
}
SUFFIXES: Final = (b".py", b".pyi", b".pyw")
AT_ONCE: Final = 200  # paths on one command line of git
GREP: Final = ("grep", "--count", "-h", "--text", "--ignore-case", "--extended-regexp", "--no-recurse-submodules")
DIFFERING: Final = ("diff-index", "--name-only", "-z", "--no-renames", "--relative", "--ignore-submodules=all")


def more_spared(repository: Repository, commit: str) -> Iterator[Loosening]:
    """How many more lines with each mark the work tree has than *commit*, over all tracked Python files that differ.

    Sums are compared, so a line that only moved to another file does not count as added.

    Raises:
        CannotMeasure: git failed.
    """
    names = repository.git(*DIFFERING, commit, "--", ".").split(b"\0")
    paths = [name.decode("utf-8", "surrogateescape") for name in names if name.endswith(SUFFIXES)]
    for mark, expression in MARKS.items() if paths else ():
        more = _lines(repository, expression, paths) - _lines(repository, expression, paths, commit)
        if more > 0:
            lines = "line" if more == 1 else "lines"
            yield Loosening(Kind.EXCLUSION, f"{more:,} more {lines} under '{mark}'", more)


def _lines(repository: Repository, expression: str, paths: Sequence[str], *commit: str) -> int:
    total = 0
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        counts = repository.program.ask(*GREP, "-e", expression, *commit, "--", *some) or b""
        total += sum(map(int, counts.split()))
    return total
