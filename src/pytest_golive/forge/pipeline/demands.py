"""What must be green: each required check with the app that must report it, and what this run itself still owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.forge.pipeline.naming import named
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.forge.words import Check, Required


@dataclass(frozen=True, slots=True)
class Demand:
    """A check that must be green.

    Attributes:
        name: its name; ``*`` stands for any text.
        app: the app that must report it; "" for any.
    """

    name: str
    app: str = ""

    def fits(self, check: Check) -> bool:
        """Whether *check* is the required one; a commit status, which anyone may write, names no reporter."""
        return named(self.name, check.name) and self.app in {"", check.reporter}


def demands_of(required: Required, more: Sequence[str]) -> tuple[Demand, ...]:
    """What the forge requires, and the checks that the settings name; each app that a rule names must report."""
    names = dict.fromkeys((*required.names, *more))
    return tuple(
        Demand(name, app)
        for name in names
        for app in dict.fromkeys(app for one, app in required.reporters if one == name) or ("",)
    )


def is_owed(demand: Demand, own: Own, left_out: Sequence[Check], others: Sequence[Check]) -> bool:
    """Whether only this run's own job, or one that waits for it, can be what *demand* means.

    A check of another run with the same name is judged, and a check that the own run has not promised must have run.
    """
    if any(demand.fits(check) for check in others):
        return False
    return any(demand.fits(check) for check in left_out) or own.promises(demand.name, left_out)
