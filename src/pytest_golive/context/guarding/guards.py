"""What guards a target, by the settings: its journal, its freezes and its lock."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.processes import children
from pytest_golive.settings.deployment.table import Deployment

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.delivery.locking.lock import Lock
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.settings.model import Settings

TAGGED_EARLIER: Final = "release_tagged_earlier"  # shared by the processes of a run


def journal_path(settings: Settings, repository: Repository, target: str) -> Path:
    """The file of the journal of *target*; it need not exist.

    Raises:
        CannotMeasure: git failed.
    """
    from pytest_golive.delivery.journal.places import journal_of

    setting = settings.of(Deployment).journal or ""
    return journal_of(target, root=repository.root, common=repository.common, setting=setting)


def lock_of(run: Run, target: str) -> Lock | None:
    """The lock of *target*; None if the settings say none.

    Hold it with ``holding(lock, holder_now(who, target, release))`` of `delivery.locking`.
    """
    table = run.settings.of(Deployment)
    if table.lock is None:
        return None
    from pytest_golive.settings.deployment.lock import Where
    from pytest_golive.testrun.project.environment import clean

    environment = {**clean(children.unmarked(os.environ)), "GOLIVE_TARGET": target}
    return table.lock.lock_of(target, Where(run.repository, table.remote, run.root, environment, run.artifacts))


def frozen(run: Run, target: str, at: dt.datetime | None = None) -> CannotMeasure | None:
    """Why nothing may be released to *target* by the calendar of freezes; None if it may.

    Args:
        run: the run.
        target: the name of the target.
        at: the moment, with its offset; now if not given.
    """
    from pytest_golive.delivery.locking.freezes import refusal

    freezes = [table.freeze for table in run.settings.of(Deployment).freezes]
    return refusal(freezes, target, at or dt.datetime.now(dt.UTC), run.settings.targets)


def refusal(run: Run, target: str) -> CannotMeasure | None:
    """Why nothing may be released to *target* at this moment; None if nothing keeps it. Nothing is taken.

    The reasons are a freeze, a lock that somebody holds, and another run that writes the journal.
    """
    return frozen(run, target) or held(run, target)


def held(run: Run, target: str) -> CannotMeasure | None:
    """The same without the calendar of freezes."""
    from pytest_golive.delivery.journal.holding import held_by, is_held
    from pytest_golive.delivery.locking import lock as locking

    try:
        if (lock := lock_of(run, target)) and (other := locking.refusal(lock)):
            return other
        path = journal_path(run.settings, run.repository, target)
        return held_by(path) if is_held(path) else _ahead(path)
    except CannotMeasure as error:
        return error


def _ahead(path: Path) -> CannotMeasure | None:
    """Why nobody could tell what came first, if this run wrote the journal *path*; None if it can.

    Raises:
        CannotMeasure: the journal is damaged.
    """
    from pytest_golive.delivery.journal.reading import read
    from pytest_golive.delivery.moments import APART

    now = dt.datetime.now(dt.UTC)
    last = max(read(path).entries, key=lambda one: one.at, default=None) if path.exists() else None
    if last is None or last.at <= now + APART:
        return None
    return CannotMeasure(
        f"line {last.number} of the journal {path} was written at {last.at:%Y-%m-%d %H:%M:%S} UTC, and this machine "
        f"says that it is {now:%Y-%m-%d %H:%M:%S} UTC: one of the two clocks is wrong",
        f"set the clock right; if the other one was wrong, find out what was done, then keep the file under another "
        f"name (mv {path} {path}.old), and the next run begins a new one",
    )


def release_tag(run: Run) -> str:
    """The tag of the release of *run*, on HEAD or on an earlier commit of the same content; "" if none is proven."""
    from pytest_golive.context.releases import tagged_as_this

    if run.release_here:
        return run.release_here
    given = run.repository, run.naming, run.loaded, run.asked.documents
    found = run.shared.once(TAGGED_EARLIER, lambda: tagged_as_this(*given))
    return found.name if found else ""


def tagged_earlier(run: Run) -> PastRelease | None:
    """The same with its commit, if it is on an earlier one and somebody has asked for it."""
    from pytest_golive.delivery.releases.previous import PastRelease

    found = run.shared.known(TAGGED_EARLIER)
    return found if isinstance(found, PastRelease) else None
