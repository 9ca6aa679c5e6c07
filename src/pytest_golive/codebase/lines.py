"""How long the source files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pytest_golive.codebase.inventory import Inventory, SourceFile
from pytest_golive.codebase.reading import chunks, read
from pytest_golive.codebase.sloc import count_sloc
from pytest_golive.findings import Finding
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
        return f"{len(self.files):,} files, {self.total:,} lines ({self.count}); left out: {self.left_out}"

    def over(self, limit: int) -> tuple[Finding, ...]:
        """The files with more than *limit* lines, longest first."""
        long = sorted((file for file in self.files if file.lines > limit), key=lambda file: (-file.lines, file.path))
        return tuple(
            Finding(file.path, 0, "lines", f"{file.lines:,} lines, {file.lines - limit:,} over {limit:,}", key="lines")
            for file in long
        )


def count_lines(inventory: Inventory, count: Count = "loc", progress: Progress = silent) -> FileLines:
    """Count the lines of every source file.

    Args:
        inventory: says which files.
        count: "loc" counts newlines, as ``wc -l`` does; "sloc" leaves out blank lines, comments and docstrings.
        progress: told how far it is.

    Raises:
        CannotMeasure: there is no source file, or one cannot be read.
    """
    files = inventory.require_files()
    counted = []
    for number, file in enumerate(files):
        progress("counting lines", number, len(files))
        counted.append(FileCount(file.path, file.language, _count(inventory, file, count)))
    return FileLines(tuple(counted), count, inventory.summary)


def _count(inventory: Inventory, file: SourceFile, count: Count) -> int:
    if count == "loc":
        return sum(piece.count(b"\n") for piece in chunks(inventory.root, file.path))
    return count_sloc(read(inventory.root, file.path), file)
