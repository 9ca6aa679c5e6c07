"""The content of a coverage report, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from pytest_golive.errors import CannotMeasure

MOST: Final = 2**64 - 1  # LLVM's counters overflow here, and it writes that as a negative number
ROUNDING: Final = 0.1  # percentage points between what a report claims and what it shows


@dataclass(slots=True)
class RawFile:
    """One file of a report: its hits by line, and its branches by line as (taken, all)."""

    hits: dict[int, int] = field(default_factory=dict)
    branches: dict[int, tuple[int, int]] = field(default_factory=dict)

    def hit(self, line: int, hits: int) -> None:
        """Add *hits* for one line; a line may be reported more than once."""
        self.hits[line] = self.hits.get(line, 0) + hits

    def branch(self, line: int, taken: int, total: int) -> None:
        """Add the branches of one line; if it is reported again, the better report counts."""
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
        """Percent of lines and branches that ran: coverage.py's percent_covered. There must be some."""
        return 100.0 * (self.lines_ran + self.branches_ran) / (self.lines + self.branches)


@dataclass(slots=True)
class Raw:
    """A complete report.

    Attributes:
        source: the tool that wrote it.
        files: by their names in the report.
        written: when, in seconds since the epoch.
        sources: folders that relative names may start from.
        counts: the totals in the report, if it has any.
        has_branches: whether it says that branches were measured; branches in it show that, too.
    """

    source: str
    files: dict[str, RawFile]
    written: float
    sources: tuple[str, ...] = ()
    counts: Counts | None = None
    has_branches: bool = False


def damaged(path: Path, why: str, cure: str = "measure it again") -> NoReturn:
    """Say that *path* is unusable.

    Raises:
        CannotMeasure: always.
    """
    raise CannotMeasure(f"the coverage in {path} cannot be used: {why}", cure, path=str(path)) from None


def whole(value: object, path: Path, what: str) -> int:
    """*value* as an integer that is not negative and not too large for a count."""
    try:
        number = int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        number = -1
    if not 0 <= number <= MOST:
        damaged(path, f"{what} is {str(value)[:40]!r}")
    return number
