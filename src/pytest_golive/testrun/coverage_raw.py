"""What a coverage report says, before it is believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from pytest_golive.errors import CannotMeasure


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


@dataclass(slots=True)
class Raw:
    """A whole report.

    Attributes:
        source: who wrote it.
        files: by the name that the report gives.
        written: when, in seconds since the epoch.
        sources: folders that relative names may start from.
        percent: the total that the report claims, 0 to 100; None where it claims none.
        totals: statements and branches, where the report counts them in a way of its own.
    """

    source: str
    files: dict[str, RawFile]
    written: float
    sources: tuple[str, ...] = ()
    percent: float | None = None
    totals: tuple[int, int] | None = None


def damaged(path: Path, why: str) -> NoReturn:
    """Say that *path* is no use.

    Raises:
        CannotMeasure: always.
    """
    raise CannotMeasure(f"the coverage in {path} cannot be used: {why}", "measure it again", path=str(path)) from None


def whole(value: object, path: Path, what: str) -> int:
    """*value* as a whole number that is not negative."""
    try:
        number = int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        number = -1
    if number < 0:
        damaged(path, f"{what} is {str(value)[:40]!r}")
    return number
