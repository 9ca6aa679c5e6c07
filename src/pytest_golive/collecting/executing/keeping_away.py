"""What keeps a run away from its target: a freeze, somebody else's lock or run, a repository that changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from pytest_golive.context.exceptions.given import is_passed
from pytest_golive.context.guarding.guards import frozen, held, lock_of, tagged_earlier
from pytest_golive.context.run import Run
from pytest_golive.context.standing import AT_FIRST, look, moved
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.journal.entries import who_runs
from pytest_golive.delivery.locking.holder import Holder, holder_now
from pytest_golive.delivery.locking.lock import replaced
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.glass.glass import FREEZE

if TYPE_CHECKING:
    from pytest_golive.delivery.locking.lock import Lock

HELD: Final = pytest.StashKey["Held"]()


@dataclass(frozen=True, slots=True)
class Held:
    """The target, which this run has for itself.

    Attributes:
        lock: None if the settings name none.
        holder: as whom this run holds it.
    """

    lock: Lock | None
    holder: Holder


def against_now(run: Run, stash: pytest.Stash) -> CannotMeasure | None:
    """Why nothing may be done to the target of *run* at this moment; None if nothing keeps it."""
    freeze = None if is_passed(run, FREEZE) else frozen(run, run.target_name)
    return freeze or (taken_away(stash) if HELD in stash else held(run, run.target_name)) or _changed(run, stash)


def taken_away(stash: pytest.Stash) -> CannotMeasure | None:
    """Why this run has the target no longer for itself, although it took the lock; None if it has."""
    mine = stash.get(HELD, None)
    if mine is None or mine.lock is None:
        return None
    try:
        found = mine.lock.holder()
    except CannotMeasure as error:
        return error
    return None if found is not None and found.is_same(mine.holder) else replaced(mine.lock, found)


def _changed(run: Run, stash: pytest.Stash) -> CannotMeasure | None:
    """Why the repository is not the one that was judged; None if it is.

    A step before, an editor or a colleague may have changed it since the run began, and the next step would work with
    what nobody has looked at.
    """
    if not run.asked.execute or AT_FIRST not in stash:
        return None
    told = [*moved(stash[AT_FIRST], look(run.root), run.outputs), *_moved_tags(run)]
    return CannotMeasure(told[0], "put the repository back, and run the whole phase again") if told else None


def _moved_tags(run: Run) -> Iterator[str]:
    """The tags of this release and of the one before that name another commit now, or nothing any more."""
    repository = Repository.open(run.root)
    before, head = run.previous_release, run.repository.head
    known = {before.name: before.commit} if before is not None else {}
    if run.release_here and head is not None:
        known[run.release_here] = head.sha
    elif earlier := tagged_earlier(run):
        known[earlier.name] = earlier.commit
    for name, commit in known.items():
        if (now := repository.commit(f"refs/tags/{name}")) != commit:
            yield f"the tag {name} named {commit[:10]} when the run began, and names {now[:10] or 'nothing'} now"


def hold(run: Run, stash: pytest.Stash, release: str) -> None:
    """Take the lock of the target until the run ends, if the settings say how.

    Raises:
        Locked: somebody else holds it.
        CannotMeasure: it cannot be taken.
    """
    if HELD in stash:
        return
    lock, holder = lock_of(run, run.target_name), holder_now(who_runs(), run.target_name, release)
    if lock is not None:
        lock.acquire(holder)
    stash[HELD] = Held(lock, holder)


def give_back(stash: pytest.Stash) -> str:
    """Give the lock back, if this run holds it.

    Returns:
        Why that failed; "" if it did not.
    """
    held = stash.get(HELD, None)
    if held is None:
        return ""
    del stash[HELD]
    try:
        if held.lock is not None:
            held.lock.release(held.holder)
    except CannotMeasure as error:
        return str(error)
    return ""
