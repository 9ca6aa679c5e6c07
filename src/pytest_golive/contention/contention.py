"""How much of the machine other processes took, from counters at two moments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.contention.counters import Counters

# How much other processes may take, and how long something may have waited, with no effect on 95 % of requests.
HARMLESS: Final = 0.05
SLOWEST: Final = 90  # percentile of the queue lengths: how long the queue was in the worse moments
# A busy neighbour also takes caches, memory bandwidth, and half of a shared core.
SHARED_CORE: Final = 1.5
MOST_TAKEN: Final = 0.95


@dataclass(frozen=True, slots=True)
class Contention:
    """How busy a machine was with anything but the measured processes.

    Attributes:
        cpus: CPUs that we may use.
        others: CPUs that other processes used, on average; NaN if unknown.
        stolen: CPUs that other virtual machines used; NaN if unknown.
        waited: fraction of the time in which some process waited for a CPU; NaN if unknown.
        throttled: fraction of the time in which our own container was denied a CPU; NaN if unknown.
        queue: processes that ran or waited for a CPU in the worse moments; NaN if unknown.
        load: the load average of one minute; NaN if unknown.
    """

    cpus: int
    others: float = math.nan
    stolen: float = math.nan
    waited: float = math.nan
    throttled: float = math.nan
    queue: float = math.nan
    load: float = math.nan

    @classmethod
    def between(cls, first: Counters, last: Counters, *, cpus: int, queues: Sequence[float], load: float) -> Contention:
        """From two readings, and the queue lengths in between."""
        seconds = last.at - first.at
        if seconds <= 0:
            return cls(cpus, load=load)
        used, measured = last.used - first.used, _no_less(last.ours - first.ours)
        known = sorted(_known(*queues))
        return cls(
            cpus=cpus,
            others=_no_less(used - measured) / seconds,
            stolen=_no_less(last.stolen - first.stolen) / seconds,
            waited=_fraction((last.waited - first.waited) / seconds),
            throttled=_fraction((last.throttled - first.throttled) / seconds),
            queue=known[min(len(known) - 1, len(known) * SLOWEST // 100)] if known else math.nan,
            load=load,
        )

    @property
    def is_busy(self) -> bool:
        """Whether other processes took so much that measured times are not only the service's own.

        Others that keep nothing waiting do no harm, and waiting for our own processes is part of the measurement.
        Without counters, the load average decides; without that one too, nothing may be blamed on the machine, and
        `words` says that it is unknown.
        """
        if self.stolen / self.cpus > HARMLESS or self.throttled > HARMLESS:
            return True
        if math.isnan(self.others):
            return self.load > self.cpus
        # A kernel that does not count waiting time still counts waiting processes.
        is_waiting = self.queue > self.cpus if math.isnan(self.waited) else self.waited > HARMLESS
        return is_waiting and self.others / self.cpus > HARMLESS

    @property
    def factor(self) -> float:
        """By what factor a healthy service may have been slowed down on this machine, at most."""
        if not self.is_busy:
            return 1.0
        waiting = self.load if math.isnan(self.queue) else self.queue
        taken = min(MOST_TAKEN, sum(_known(self.stolen / self.cpus, self.throttled)))
        return max([SHARED_CORE, *_known(waiting / self.cpus)]) / (1 - taken)

    @property
    def words(self) -> str:
        """The figures: "other processes used 1.7 of 2 CPUs, processes waited for one 96 % of the time, …"."""
        parts = []
        if not math.isnan(self.others):
            parts.append(f"other processes used {self.others:.1f} of {self.cpus} CPUs")
        if not math.isnan(self.waited):
            parts.append(f"processes waited for one {self.waited:.0%} of the time")
        if not math.isnan(self.queue):
            parts.append(f"up to {self.queue:.0f} ran or waited at once")
        elif not math.isnan(self.load):
            parts.append(f"load average {self.load:.1f} on {self.cpus} CPUs")
        if self.stolen / self.cpus > HARMLESS:
            parts.append(f"other virtual machines took {self.stolen:.1f}")
        if self.throttled > HARMLESS:
            parts.append(f"the container was held back {self.throttled:.0%} of the time")
        if math.isnan(self.throttled) and not math.isnan(self.others):
            parts.append("whether the container was held back is unknown")
        return ", ".join(parts) or "how busy this machine was is unknown"


def _no_less(value: float) -> float:
    """*value*, but at least 0; what is unknown stays NaN, of which ``max`` would make 0."""
    return value if math.isnan(value) else max(0.0, value)


def _fraction(value: float) -> float:
    return value if math.isnan(value) else min(1.0, _no_less(value))


def _known(*values: float) -> list[float]:
    return [value for value in values if not math.isnan(value)]
