"""Asks in rounds which release answers, until that is as it must be, or the time for it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from pytest_golive.progress import Progress, silent
from pytest_golive.service.http.unreachable import Unreachable

PAUSE: Final = 1.0  # seconds between two rounds


class Answered(Protocol):
    """What a round of questions has found."""

    @property
    def is_complete(self) -> bool:
        """Whether that is as it must be."""
        ...


A = TypeVar("A", bound=Answered)


@dataclass(frozen=True, slots=True)
class LastRound(Generic[A]):
    """The round with which the asking ended, good or not.

    Attributes:
        found: what it found.
        number: how many rounds there were.
        seconds: from the beginning until then.
    """

    found: A
    number: int
    seconds: float


def until_complete(
    ask: Callable[[], A],
    *,
    limit: float,
    what: str,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> LastRound[A]:
    """Ask until a round is complete, for at most *limit* seconds, but at least once.

    Args:
        ask: asks a round of questions.
        limit: seconds.
        what: what is waited for, for people: "the batch serves".
        progress: reports the progress.
        sleep: waits.

    Raises:
        Unreachable: the last round had no usable answer.
        CannotMeasure: an answer names no release.
    """
    began, number = time.monotonic(), 0
    while True:
        number += 1
        found, unanswered = _one_round(ask)
        seconds = time.monotonic() - began
        if found is not None and (found.is_complete or seconds >= limit):
            return LastRound(found, number, seconds)
        if unanswered is not None and seconds >= limit:
            raise unanswered
        progress(f"until {what}, round {number}")
        sleep(PAUSE)


def _one_round(ask: Callable[[], A]) -> tuple[A | None, Unreachable | None]:
    """What a round found, or why nobody answered; a service that is restarted answers nobody for a moment."""
    try:
        return ask(), None
    except Unreachable as unanswered:
        return None, unanswered
