"""What keeps a run away from its target: a freeze, the lock that somebody else holds, another run at its journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from pytest_golive.context.exceptions.given import is_passed
from pytest_golive.context.guarding.guards import frozen, held, lock_of
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.entries import who_runs
from pytest_golive.delivery.locking.holder import Holder, holder_now
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
    return freeze if HELD in stash or freeze is not None else held(run, run.target_name)


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
