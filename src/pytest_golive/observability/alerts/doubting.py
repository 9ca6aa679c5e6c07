"""Several things that are not proven, told as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure

SHOWN: Final = 3


def together(doubts: Sequence[CannotMeasure]) -> CannotMeasure | None:
    """The first of *doubts* with its cure, and what the next ones say; None if there are none."""
    if len(doubts) <= 1:
        return doubts[0] if doubts else None
    whats = [one.what for one in doubts[:SHOWN]]
    more = len(doubts) - SHOWN
    rest = f"; and {more} more {'is' if more == 1 else 'are'} not proven" if more > 0 else ""
    return CannotMeasure("; also: ".join(whats) + rest, doubts[0].cure)
