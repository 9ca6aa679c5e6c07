"""The moments that a run writes down: whether the clock of this machine was set back between two of them."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

# Seconds. A leap second moves the clock by one.
STEP: Final = 1.5
# The clocks of two machines may differ by as much.
APART: Final = dt.timedelta(minutes=1)


READINGS: Final = 20
CLOSE: Final = 0.005  # seconds; no process is stopped between two clocks that are read so shortly one after the other


def read_clocks() -> tuple[float, dt.datetime, float]:
    """What the clock on the wall says, in UTC, and before and after it one that nobody sets, in seconds."""
    found = []
    for _ in range(READINGS):
        before, wall, after = time.monotonic(), dt.datetime.now(dt.UTC), time.monotonic()
        found.append((before, wall, after))
        if after - before <= CLOSE:
            break
    return min(found, key=lambda one: one[2] - one[0])


class Course:
    """The time of one run, from now on.

    The steady clock may stand still while the machine is suspended, so only a clock that lags behind it was set.

    Attributes:
        lost: by how much the clock was set back in all, in seconds.
    """

    def __init__(self) -> None:
        self.lost = 0.0
        _, self._wall, self._steady = read_clocks()

    def now(self) -> dt.datetime:
        """This moment, in UTC; see ``lost`` behind it."""
        before, wall, after = read_clocks()
        back = (before - self._steady) - (wall - self._wall).total_seconds()
        is_set = back > STEP
        self.lost += back if is_set else 0.0
        # One that is set back little by little is told when it is much.
        self._wall = wall if is_set or back < 0 else wall + dt.timedelta(seconds=back)
        self._steady = after
        return wall
