"""Whether this release was rolled back, as the journal of the target says, or the settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.context.guarding.guards import journal_path
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure

if TYPE_CHECKING:
    from pytest_golive.delivery.journal.entries import Entries, Entry
    from pytest_golive.delivery.releases.previous import PastRelease

OCCASION: Final = "rollback"  # in the settings' occasions, and the term of rows that wait for one
DEPLOYED: Final = "deployment::deployed"


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A rollback.

    Attributes:
        source: how it is known: "the journal of prod", or "occasions in the settings".
        at: when it ended, in UTC; None if only the settings say that there was one.
        began: when the trigger fired, or the rollback began; None if nobody knows.
        entries: what the journal says about this release, oldest first.
    """

    source: str
    at: dt.datetime | None = None
    began: dt.datetime | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def to(self) -> str:
        """The tag of the release that was gone back to, as the journal says; "" if nobody knows."""
        ends = [one for one in self.entries if one.at == self.at and "to" in one.evidence]
        return str(ends[-1].evidence["to"]) if ends else ""

    @property
    def took(self) -> float | None:
        """The time to recover, in seconds; None if nobody knows."""
        return (self.at - self.began).total_seconds() if self.at and self.began and self.at >= self.began else None


def rolled_back(run: Run) -> RolledBack | None:
    """The newest rollback of the release that is checked out, by content or version, on the target of this run.

    None if there was none, or if it was deployed anew since.

    Raises:
        CannotMeasure: the journal is damaged.
    """
    if found := _in_journal(run, run.target_name):
        return found
    return RolledBack("occasions in [tool.golive]") if OCCASION in run.settings.occasions else None


def newest(run: Run) -> tuple[str, RolledBack] | None:
    """The newest rollback of this release that the journal of any target tells of, behind the name of that target.

    Raises:
        CannotMeasure: a journal is damaged.
    """
    found = [(name, made) for name in run.settings.targets if (made := _in_journal(run, name))]
    return max(found, key=lambda one: str(one[1].at), default=None)


def is_rolled_back(run: Run) -> bool:
    """Whether there was one; also if the journal is damaged, so that the rows about it say so."""
    try:
        return rolled_back(run) is not None
    except CannotMeasure:
        return True


def journal_file(run: Run) -> Path:
    """The journal of the target of this run; it need not exist."""
    return journal_path(run.settings, run.repository, run.target_name)


def known_as_bad(run: Run, release: PastRelease) -> tuple[str, str] | None:
    """Why nobody wants to go back to *release*, and what to do; None where nothing says so, or the settings name it.

    It was itself rolled back from a target of production, and not deployed anew there.

    Raises:
        CannotMeasure: a journal is damaged.
    """
    from pytest_golive.delivery.releases.tags import version_of_tag

    live = [name for name, table in run.settings.targets.items() if table.production]
    version = version_of_tag(release.name)
    found = [made for name in live if (made := _newest(_journal_of(run, name), "", version))]
    if not found or run.settings.previous_release == release.name:
        return None
    made = max(found, key=lambda made: str(made.at))
    what = f"{release.name} was itself rolled back at {made.at:%Y-%m-%d %H:%M} UTC, as {made.source} says"
    cure = f'name the release that serves: previous_release = "{made.to or "TAG"}" in [tool.golive]'
    return f"{what}: who goes back to it brings its fault back", cure


def _in_journal(run: Run, target: str) -> RolledBack | None:
    from pytest_golive.context.signing.opening import checkout_of

    journal = _journal_of(run, target)
    if journal is None:
        return None
    # A document that is written afterwards changes the content, but not the version: the rows must not vanish with it.
    return _newest(journal, checkout_of(run).digest(), run.naming.version or run.release_here)


def _journal_of(run: Run, target: str) -> Entries | None:
    from pytest_golive.delivery.journal.reading import read

    try:
        path = journal_path(run.settings, run.repository, target)
    except CannotMeasure:
        return None  # without a repository there is no journal
    if run.repository.head is None or not path.exists():
        return None
    return read(path, target)


def _newest(journal: Entries | None, digest: str, version: str) -> RolledBack | None:
    from pytest_golive.delivery.journal.entries import Event, Result

    if journal is None:
        return None
    ours = tuple(
        one for one in journal.entries if one.release.digest == digest or (version and one.release.version == version)
    )
    ends = [one for one in ours if one.event is Event.ROLLED_BACK and one.result in {None, Result.PASSED}]
    if not ends:
        return None
    end = ends[-1]
    later = [one for one in ours if one.number > end.number and one.event is Event.STEP_ENDED]
    if any(one.step == DEPLOYED and one.result is Result.PASSED for one in later):
        return None  # it was deployed anew
    before = [one for one in ours if one.number < end.number]
    since = max((one.number for one in before if one.event in {Event.BEGUN, Event.ROLLED_BACK}), default=0)
    began = [
        one.at for one in before if one.number > since and one.event in {Event.TRIGGER_FIRED, Event.ROLLBACK_STARTED}
    ]
    untimed = any(number <= end.number for number in journal.set_back if number >= since)
    return RolledBack(f"the journal of {journal.target}", end.at, None if untimed else min(began, default=None), ours)
