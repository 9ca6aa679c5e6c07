"""What a coverage report says, before it is believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from pytest_golive.errors import CannotMeasure

MOST: Final = 2**64 - 1  # LLVM counts so far, and writes less than nothing so
ROUNDING: Final = 0.1  # percent points between what a report claims and what it shows


@dataclass(slots=True)
class RawFile:
    """One file of a report: its hits by line, its branches by line as (taken, all)."""

    hits: dict[int, int] = field(default_factory=dict)
    branches: dict[int, tuple[int, int]] = field(default_factory=dict)

    def hit(self, line: int, hits: int) -> None:
        """Add *hits* of one line; a line may be reported more than once."""
        self.hits[line] = self.hits.get(line, 0) + hits

    def branch(self, line: int, taken: int, total: int) -> None:
        """Add the branches of one line; reported again, the better report counts."""
        before = self.branches.get(line, (0, 0))
        self.branches[line] = (max(before[0], taken), max(before[1], total))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines and branches there are, and how many of them ran."""

    lines: int
    lines_ran: int
    branches: int
    branches_ran: int

    @property
    def percent(self) -> float:
        """Lines and branches that ran, of all: what coverage.py calls percent_covered. There must be some."""
        return 100.0 * (self.lines_ran + self.branches_ran) / (self.lines + self.branches)


@dataclass(slots=True)
class Raw:
    """A whole report.

    Attributes:
        source: who wrote it.
        files: by the name that the report gives.
        written: when, in seconds since the epoch.
        sources: folders that relative names may start from.
        counts: the totals that the report claims, where it claims any.
        has_branches: whether it says that branches were measured; the branches themselves say so, too.
    """

    source: str
    files: dict[str, RawFile]
    written: float
    sources: tuple[str, ...] = ()
    counts: Counts | None = None
    has_branches: bool = False


def damaged(path: Path, why: str, cure: str = "measure it again") -> NoReturn:
    """Say that *path* is no use.

    Raises:
        CannotMeasure: always.
    """
    raise CannotMeasure(f"the coverage in {path} cannot be used: {why}", cure, path=str(path)) from None


def whole(value: object, path: Path, what: str) -> int:
    """*value* as a whole number that is not negative, and that something can be counted to."""
    try:
        number = int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        number = -1
    if not 0 <= number <= MOST:
        damaged(path, f"{what} is {str(value)[:40]!r}")
    return number
