"""The lock of a target: one run holds it at a time, whichever host it runs on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final, Protocol

from pytest_golive.delivery.locking.holder import Holder
from pytest_golive.errors import CannotMeasure, GoliveError

WAIT: Final = "wait until that run has ended; if it is dead, look at the target first, then"


class Locked(CannotMeasure):
    """Somebody else holds the lock; the message says who, since when, and how a person removes a stale one."""


class Lock(Protocol):
    """One way to lock a target."""

    @property
    def place(self) -> str:
        """Where it is, for messages: "refs/golive/locks/prod on origin"."""

    def holder(self) -> Holder | None:
        """Who holds it now; None if it is free.

        Raises:
            CannotMeasure: that cannot be found out.
        """

    def breaking(self) -> str:
        """The command by which a person removes the lock that was found last."""

    def acquire(self, holder: Holder) -> None:
        """Take it for *holder*, or leave it as it is.

        Raises:
            Locked: somebody else holds it.
            CannotMeasure: it cannot be taken.
        """

    def release(self, holder: Holder) -> None:
        """Give it back, if *holder* has it.

        Raises:
            CannotMeasure: it cannot be given back, or somebody has removed or replaced it meanwhile.
        """


def locked_by(lock: Lock, holder: Holder) -> Locked:
    """The refusal: who holds *lock*, since when, and what to do."""
    return Locked(f"the target is locked by {holder}: {lock.place}", f"{WAIT}: {lock.breaking()}")


def refusal(lock: Lock) -> CannotMeasure | None:
    """Why *lock* cannot be taken now, without taking it; None if it is free."""
    try:
        holder = lock.holder()
    except CannotMeasure as error:
        return error
    return locked_by(lock, holder) if holder else None


@contextlib.contextmanager
def holding(lock: Lock, holder: Holder) -> Iterator[None]:
    """Hold *lock* meanwhile.

    Raises:
        Locked: somebody else holds it.
        CannotMeasure: it cannot be taken, or at the end not be given back.
    """
    try:
        lock.acquire(holder)
    except GoliveError:
        raise
    except BaseException:  # Ctrl-C, when it may have been taken already
        with contextlib.suppress(GoliveError):
            lock.release(holder)
        raise
    try:
        yield
    except BaseException as error:
        try:
            lock.release(holder)
        except GoliveError as left:
            error.add_note(str(left))
        raise
    lock.release(holder)


def replaced(lock: Lock, found: Holder | None) -> CannotMeasure:
    """That the lock was not ours any more when it was given back."""
    now = f"{found} holds it now" if found else "nobody holds it now"
    return CannotMeasure(
        f"the lock {lock.place} was removed while this run held it: {now}",
        "find out who removed it, and whether two runs deployed at once: golive journal",
    )
