"""How long the source files are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.languages.notebooks import code_of
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.codebase.metrics.worker import measured
from pytest_golive.codebase.reading import line_ends
from pytest_golive.codebase.seen import lines_of
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent

Count = Literal["loc", "sloc"]


@dataclass(frozen=True, slots=True)
class FileCount:
    """One source file and its number of lines."""

    path: str
    language: str
    lines: int


@dataclass(frozen=True, slots=True)
class FileLines:
    """The length of every source file.

    Attributes:
        files: in path order; never empty.
        count: "loc" or "sloc".
        left_out: what was not counted, in words.
    """

    files: tuple[FileCount, ...]
    count: Count
    left_out: str

    @property
    def longest(self) -> int:
        """Lines of the longest file."""
        return max(file.lines for file in self.files)

    @property
    def total(self) -> int:
        """Lines of all files."""
        return sum(file.lines for file in self.files)

    @property
    def source(self) -> str:
        """What was counted, in words."""
        read = f"{counted(len(self.files), 'file')}, {counted(self.total, 'line')}"
        return f"{read} ({self.count}); left out: {self.left_out}"

    def longer_than(self, limit: int) -> tuple[Finding, ...]:
        """The files with more than *limit* lines, longest first."""
        return too_long(((file.path, file.lines) for file in self.files), limit)


def too_long(files: Iterable[tuple[str, int]], limit: int) -> tuple[Finding, ...]:
    """Of files by path and number of lines, those with more than *limit*, longest first."""
    long = sorted((file for file in files if file[1] > limit), key=lambda file: (-file[1], file[0]))
    return tuple(
        Finding(
            path, 0, "lines", f"{counted(lines, 'line')}, {lines - limit:,} over {limit:,}", key="lines", size=lines
        )
        for path, lines in long
    )


def count_lines(
    inventory: Inventory,
    count: Count = "loc",
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> FileLines:
    """Count the lines of every source file.

    Args:
        inventory: says which files.
        count: "loc" counts line ends, as ``wc -l`` does, and lone carriage returns, too; "sloc" leaves out blank lines,
            comments and docstrings.
        progress: told how far it is.
        cache: keeps "sloc", which takes a lexer; newlines are counted faster than looked up.

    Raises:
        CannotMeasure: there is no source file, or one cannot be read.
    """
    files = inventory.require_files()
    if count == "sloc":
        answers = measured("sloc", inventory.root, files, progress, cache)
        counted = [FileCount(file.path, file.language, answers[file.path]["lines"]) for file in files]
    else:
        counted = []
        for number, file in enumerate(files):
            progress("counting lines", number, len(files))
            counted.append(FileCount(file.path, file.language, _lines(inventory.root, file)))
    return FileLines(tuple(counted), count, inventory.summary)


def _lines(root: Path, file: SourceFile) -> int:
    return line_ends([code_of(root, file)]) if file.is_notebook else lines_of(root, file.path)
