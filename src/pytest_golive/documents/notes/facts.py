"""The facts from which release notes are written, and with which published notes are compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind: a heading, and an entry in Markdown for each change."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A breaking change.

    Attributes:
        words: what breaks.
        place: the place in a guide, or the commit, that names it: "CHANGELOG.md:12", "#14"; "" for none.
        entry: the text there.
    """

    words: str
    place: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, at the previous release and now.

    Attributes:
        name: what was measured: "line coverage".
        before: the previous value as text, with its unit; "" if it was not measured then.
        now: the same for this release.
        source: the records or the measurement that it comes from.
    """

    name: str
    before: str
    now: str
    source: str

    @property
    def words(self) -> str:
        """Both values: "line coverage from 71 % to 83 %"."""
        return f"{self.name} from {self.before} to {self.now}" if self.before else f"{self.name}: {self.now}"


@dataclass(frozen=True)
class Facts:
    """The facts of a release.

    Attributes:
        version: the version of this release.
        project: the project's name; "" if unknown.
        day: the day of these notes.
        previous: the previous release; "" for the first.
        commits: the number of commits since then.
        groups: the changes by kind.
        told_by: the source of the changes: "CHANGELOG.md:7", "64 commits".
        breaks: the breaking changes: measured ones, and those that commits name.
        unmeasured: why breaking changes were not measured; "" if they were.
        compared: what was compared to measure them, in words.
        deprecated: what this version deprecates.
        figures: measured values of quality, before and now.
        measured: the source of figures that no record has, in words; "" if there are none.
        gaps: what is not verified in this release, in words: waived, not applicable, signed by nobody.
        closed: the issues that the release closes.
        people: the names of all authors, without bots.
    """

    version: str
    project: str
    day: dt.date
    previous: str
    commits: int
    groups: tuple[Group, ...]
    told_by: str
    breaks: tuple[Break, ...] = ()
    unmeasured: str = ""
    compared: str = ""
    deprecated: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    measured: str = ""
    gaps: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def breaks_nothing(self) -> bool:
        """Whether breaking changes were measured, and none were found."""
        return not self.breaks and not self.unmeasured
