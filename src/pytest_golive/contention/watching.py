"""Watches the machine during a measurement."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.contention.counters import Counters, load_average, read_counters, runnable, usable_cpus

# Seconds between two readings of all counters, which visit every process; the queue is read each time.
EVERY: Final = 5.0
OFTEN: Final = 0.5


class MachineWatch:
    """Takes readings, and tells for any period between them how busy the machine was.

    Args:
        services: the measured processes, if they run here; what they started counts with them.
    """

    def __init__(self, services: Collection[int] = ()) -> None:
        self._roots = {os.getpid(), *services}
        self._readings: list[Counters] = []
        self._queues: list[tuple[float, float]] = []
        self.look(all_counters=True)

    def look(self, *, all_counters: bool = False) -> None:
        """Read the queue now, and *all_counters* too if asked or if they are due."""
        moment = time.monotonic()
        self._queues.append((moment, runnable()))
        if all_counters or moment - self._readings[-1].at >= EVERY:
            self._readings.append(read_counters(self._roots))

    def between(self, start: float, end: float) -> Contention:
        """How busy the machine was between two moments on the monotonic clock, by the readings around them."""
        readings, queues = list(self._readings), list(self._queues)
        before = [reading for reading in readings if reading.at <= start]
        after = [reading for reading in readings if reading.at >= end]
        first = before[-1] if before else readings[0]
        last = after[0] if after else readings[-1]
        known = [queue for moment, queue in queues if first.at <= moment <= last.at]
        return Contention.between(first, last, cpus=len(usable_cpus()), queues=known, load=load_average())


class WatchedMachine(MachineWatch):
    """The same, with readings by a thread of its own from `begin` to `end`."""

    def __init__(self, services: Collection[int] = ()) -> None:
        super().__init__(services)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_often, name="golive-machine", daemon=True)

    def begin(self) -> None:
        """Start taking readings."""
        self._thread.start()

    def end(self) -> None:
        """Take the last reading."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _look_often(self) -> None:
        while not self._over.wait(OFTEN):
            self.look()
        self.look(all_counters=True)
