"""What fires since before the deployment: it is no work of this release, and proves nothing of it either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import Early
from pytest_golive.observability.triggers.trigger import Fired, in_utc, utc

# Seconds by which the clock of whoever tells of it may differ from ours.
APART: Final = 30.0
FIRST_YEAR: Final = 1971  # whoever writes a time that is not known writes the year 1 or 1970
SAID: Final = "since before the deployment"


@dataclass(frozen=True, slots=True)
class Parted:
    """What fires now, parted by the deployment.

    Attributes:
        now: what fires since then, or is not known to be older: this release may have done it.
        doubts: why the rest proves nothing.
    """

    now: tuple[Fired, ...]
    doubts: tuple[CannotMeasure, ...] = ()


def parted(fired: Iterable[Fired], deployed: float | None) -> Parted:
    """What fires, parted by when the deployment began.

    To roll back would not end what was there before; it may even be what this release mends. So it is no trigger. But
    while it fires, it hides whatever else would set it off, so that nothing is proven either. Where nobody knows when
    the release was deployed, all counts.

    Args:
        fired: what fires now.
        deployed: when the deployment began, in seconds since 1970; None if nobody says so.
    """
    if deployed is None:
        return Parted(tuple(fired))
    now, doubts = [], []
    for one in fired:
        if one.since is None or one.since.year < FIRST_YEAR:
            doubts.append(_undated(one))
        elif one.since.timestamp() < deployed - APART:
            doubts.append(_older(one, deployed))
        else:
            now.append(one)
    return Parted(tuple(now), tuple(doubts))


def _older(one: Fired, deployed: float) -> Early:
    return Early(
        f"{one.what} {SAID} at {in_utc(utc(deployed))}: since {in_utc(one.since or utc(0))}",
        "see what it is: no rollback of this release ends it, and while it fires nobody sees what else sets it off; "
        "mend it, or silence it with a reason",
    )


def _undated(one: Fired) -> CannotMeasure:
    return CannotMeasure(
        f"{one.what}, and nothing says since when, so that nobody knows whether it began before the deployment",
        "see what it is, and why its beginning is not told",
    )
