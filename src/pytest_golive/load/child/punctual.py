"""Have a CPU when a request is due, whatever else the machine does."""

from __future__ import annotations

import contextlib
import os
import sys

# Up to this rate it takes less than a third of a CPU, and nobody is kept waiting for long.
MOST_RATE = 1_000.0
NICE = -10


def be_punctual(rate: float) -> None:
    """Go before others on this machine, where we may: as a real-time process, or at least as an important one.

    Linux gives a process that wakes its turn after some milliseconds if others are at work, and these would be charged
    to the service. Only root may ask for more; who may not is late, and told so.

    Args:
        rate: requests a second that this process sends.
    """
    if sys.platform == "linux" and rate <= MOST_RATE:
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
            return
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
