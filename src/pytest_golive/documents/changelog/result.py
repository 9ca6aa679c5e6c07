"""What a changelog is judged by, and what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say: see ``[tool.golive.documentation]``."""

    changelog: tuple[str, ...] = ()
    dates: bool | None = None
    fragments: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """The release that is judged.

    Attributes:
        tag: the version that a tag on the commit names; "" for none.
        previous: the release before; None for the first.
        names: of the project.
        now: the time of the run.
    """

    tag: str
    previous: PastRelease | None
    names: tuple[str, ...]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class ChangelogReview:
    """What was found.

    Attributes:
        version: of this release, and what names it; of several, all of them.
        faults: of the changelogs.
        disagreeing: places that name another version.
        sections: how many were read.
        places: how many places name a version.
        source: the files, and what they were held against.
        notes: what was not judged and why.
    """

    version: str
    faults: tuple[Finding, ...]
    disagreeing: tuple[Finding, ...]
    sections: int
    places: int
    source: str
    notes: tuple[str, ...] = ()
