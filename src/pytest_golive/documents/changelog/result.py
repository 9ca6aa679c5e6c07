"""The rules for changelogs, and the result of a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings in ``[tool.golive.documentation]``."""

    changelog: tuple[str, ...] = ()
    dates: bool | None = None
    fragments: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """The release that is judged.

    Attributes:
        tag: the version in a tag on the commit; "" if there is none.
        previous: the previous release; None for the first.
        names: the names of the project.
        now: the time of the run.
    """

    tag: str
    previous: PastRelease | None
    names: tuple[str, ...]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class ChangelogReview:
    """The result of a review.

    Attributes:
        version: the version of this release and its source; for several packages, all of them.
        faults: the faults of the changelogs.
        disagreeing: places that name another version.
        sections: the number of sections that were read.
        places: the number of places that name a version.
        source: the files, and what they were compared with.
        notes: what was not judged, and why.
    """

    version: str
    faults: tuple[Finding, ...]
    disagreeing: tuple[Finding, ...]
    sections: int
    places: int
    source: str
    notes: tuple[str, ...] = ()
