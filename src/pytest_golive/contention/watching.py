"""Look at the machine while something is measured on it."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.contention.counters import Counters, load_average, read_counters, runnable, usable_cpus

EVERY: Final = 1.0  # seconds between two readings of all counters; the queue is looked at each time


class MachineWatch:
    """Takes readings, and says of any time between them how busy the machine was.

    Args:
        services: processes of what is measured, if they run here; what they have started counts with them.
    """

    def __init__(self, services: Collection[int] = ()) -> None:
        self._roots = {os.getpid(), *services}
        self._readings: list[Counters] = []
        self._queues: list[tuple[float, float]] = []
        self.look(all_counters=True)

    def look(self, *, all_counters: bool = False) -> None:
        """Look now; quick, unless it is time for a reading of *all_counters*."""
        moment = time.monotonic()
        self._queues.append((moment, runnable()))
        if all_counters or moment - self._readings[-1].at >= EVERY:
            self._readings.append(read_counters(self._roots))

    def between(self, start: float, end: float) -> Contention:
        """How busy the machine was between two moments on the monotonic clock; readings before and after them count."""
        before = [reading for reading in self._readings if reading.at <= start]
        after = [reading for reading in self._readings if reading.at >= end]
        first = before[-1] if before else self._readings[0]
        last = after[0] if after else self._readings[-1]
        queues = [queue for moment, queue in self._queues if first.at <= moment <= last.at]
        return Contention.between(first, last, cpus=len(usable_cpus()), queues=queues, load=load_average())
