"""How one row ended, and how many ended so."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Outcome(StrEnum):
    """How one row ended; a row that holds only because of waivers or the ratchet is not PASSED."""

    PASSED = "passed"
    WAIVED = "waived"
    KNOWN = "known"
    SIGNED = "signed"
    ON_TRIAL = "on trial"
    NOT_PROVEN = "not proven"
    NOT_APPLICABLE = "not applicable"
    NOT_DUE = "not due"
    FAILED = "failed"
    ERROR = "error"
    NOT_SET_UP = "not set up"
    SKIPPED = "skipped"
    NOT_RUN = "not run"
    NOT_SIGNED = "not signed"
    REJECTED = "rejected"

    @property
    def blocks(self) -> bool:
        """Whether it makes the run a NO-GO."""
        return not (self.verifies or self.is_declared_away)

    @property
    def verifies(self) -> bool:
        """Whether it was measured and is within its limit, or no worse than the ratchet knows, or people signed it."""
        return self in {Outcome.PASSED, Outcome.KNOWN, Outcome.SIGNED}

    @property
    def is_declared_away(self) -> bool:
        """Whether somebody lets the row through: by the settings, or, for this run alone, by a broken glass."""
        return self in AWAY


AWAY = frozenset(
    {Outcome.WAIVED, Outcome.ON_TRIAL, Outcome.NOT_PROVEN, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}
)  # fmt: skip


def tally_of(outcomes: Sequence[Outcome]) -> str:
    """How many rows ended in each way: "2 passed, 1 waived; 2 of 3 verified, 1 declared away"."""
    counts = [_counted(count, outcome) for outcome in Outcome if (count := outcomes.count(outcome))]
    verified = sum(outcome.verifies for outcome in outcomes)
    counted = f"{verified} of {len(outcomes)} verified, {away_of(outcomes)}"
    return f"{', '.join(counts) or 'nothing was due'}; {counted}"


def away_of(outcomes: Sequence[Outcome]) -> str:
    """How many rows need not hold, in words: nobody has declared what is not due yet, such as an emergency's rows."""
    away = [outcome for outcome in outcomes if outcome.is_declared_away]
    not_due = away.count(Outcome.NOT_DUE)
    words = "declared away" if not not_due else "not due" if not_due == len(away) else "declared away or not due"
    return f"{len(away)} {words}"


def _counted(count: int, outcome: Outcome) -> str:
    return f"{count} {outcome}{'s' if outcome is Outcome.ERROR and count != 1 else ''}"
