"""The ladder on which a backup is proven, and what was found on the way up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted


class Rung(IntEnum):
    """How far a backup is proven; each rung includes those below it."""

    PRESENT = 1
    RECOGNISED = 2
    READ = 3
    RESTORED = 4
    COMPARED = 5


WORDS: Final = {
    Rung.PRESENT: "it is there, with its age and its size",
    Rung.RECOGNISED: "its format is recognised",
    Rung.READ: "it was read to its end",
    Rung.RESTORED: "it was restored",
    Rung.COMPARED: "what was restored equals the manifest of the backup",
}
CURE: Final = "make a new backup, and keep the damaged one until the new one is proven"


class Broken(Exception):
    """The backup was looked at, and something is wrong with it.

    Args:
        rule: what is wrong, in a few words that stay the same: "cut off".
        message: what is wrong, and how it was noticed.
        cure: what to do about it.
    """

    def __init__(self, rule: str, message: str, cure: str = CURE) -> None:
        super().__init__(message)
        self.rule, self.message, self.cure = rule, message, cure

    def finding(self, path: str) -> Finding:
        """The fault as a finding at *path*."""
        return Finding(path, 0, self.rule, self.message, "high", key=f"{path} {self.rule}", cure=self.cure)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was restored, or that a manifest names.

    Attributes:
        rows: number of its rows.
        checksum: of its content, whatever the order of its rows; "" if none was taken.
    """

    rows: int
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup holds, restored; or what its manifest says that it holds.

    Attributes:
        tables: by name, such as "public.orders".
        files: SHA-256 by path.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def words(self) -> str:
        """How much it is: "3 tables with 1,200 rows"."""
        said = [f"{counted(len(self.tables), 'table')} with {counted(self.rows, 'row')}"] if self.tables else []
        return ", ".join([*said, *([f"{counted(len(self.files), 'file')}"] if self.files else [])])


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was looked at.

    Attributes:
        name: its path, or its name in its repository.
        format: what it is, in words; "" if that is not known.
        age: seconds since it was made.
        size: its bytes.
        before: bytes of the backup before it; None without one.
        rung: how far it is proven.
        demanded: how far it must be proven.
        faults: what is wrong with it.
        doubt: why a higher rung could not be tried; None if nothing was in the way.
        told: further facts, each with a name.
    """

    name: str
    format: str
    age: float
    size: int
    before: int | None
    rung: Rung
    demanded: Rung
    faults: tuple[Finding, ...] = ()
    doubt: CannotMeasure | None = None
    told: tuple[tuple[str, str], ...] = ()

    @property
    def hours(self) -> float:
        """Its age in hours."""
        return round(self.age / 3600, 2)

    @property
    def shrunk(self) -> float | None:
        """Percent by which it is smaller than the one before; None without one."""
        if self.before is None:
            return None
        return round(max(0.0, 100 * (1 - self.size / self.before)), 1) if self.before else 0.0

    @property
    def proof(self) -> str:
        """The rung in words: "4 of 5, restored: it was restored"."""
        return f"{self.rung.value} of {len(Rung)}, {self.rung.name.lower()}: {WORDS[self.rung]}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        """What the evidence shows beside its checks."""
        earlier = "none, so nothing tells whether it is smaller than usual"
        before = earlier if self.before is None else f"{self.before:,} bytes"
        return (("format", self.format or "not recognised"), ("backup before it", before), *self.told)


class Climb:
    """The way up: each part says what it has reached and what it has seen."""

    def __init__(self, demanded: Rung) -> None:
        self.demanded = demanded
        self.rung = Rung.PRESENT
        self.format = ""
        self.told: list[tuple[str, str]] = []
        self.made: float | None = None  # when it was made at the latest, as it says itself

    def reach(self, rung: Rung) -> None:
        """*rung* is proven."""
        self.rung = rung

    def wants(self, rung: Rung) -> bool:
        """Whether *rung* is demanded, so that its cost is paid."""
        return rung <= self.demanded

    def note(self, name: str, words: str) -> None:
        """Show a fact."""
        self.told.append((name, words))
