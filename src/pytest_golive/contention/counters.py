"""What the system counts of its CPUs: how long they were used, by whom, and how long somebody waited for one.

Where a counter is missing, as all are on macOS, its value is NaN; whoever reads it must say so, and not take it for 0.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.keeping import proc
from pytest_golive.keeping.alive import descendants

UNKNOWN: Final = math.nan
TICK: Final = 1 / (os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100)
MICRO: Final = 1e-6
STAT, PRESSURE, LOAD = Path("/proc/stat"), Path("/proc/pressure/cpu"), Path("/proc/loadavg")
GROUP: Final = Path("/sys/fs/cgroup/cpu.stat")  # our own, as a container shows it
USER, NICE, SYSTEM, STEAL = 0, 1, 2, 7  # columns of a CPU's line in /proc/stat
TIMES: Final = slice(11, 15)  # of /proc/PID/stat, behind the name: its own time, and that of the children it has reaped


@dataclass(frozen=True, slots=True)
class Counters:
    """All in seconds since some moment, but for the first, which is the time of the reading.

    Attributes:
        at: on the monotonic clock.
        used: CPU that processes used, on the CPUs that we may use.
        stolen: CPU that other virtual machines used instead.
        waited: in which at least one process waited for a CPU.
        throttled: in which our own container was not allowed a CPU.
        ours: CPU that the processes of the measurement used, and those that they have reaped.
    """

    at: float
    used: float
    stolen: float
    waited: float
    throttled: float
    ours: float


def read_counters(roots: Iterable[int]) -> Counters:
    """Look now.

    Args:
        roots: processes of the measurement; what they have started counts with them.
    """
    used, stolen = _cpus()
    ours = sum(_cpu_of(pid) for pid in {pid for root in roots for pid in (root, *descendants(root))})
    return Counters(time.monotonic(), used, stolen, _waited(), _throttled(), ours)


def runnable() -> float:
    """How many processes run or wait for a CPU at this moment, without the one that asks."""
    for line in _lines(STAT):
        if line.startswith("procs_running "):
            return max(0.0, float(line.split()[1]) - 1)
    return UNKNOWN


def load_average() -> float:
    """The average of the last minute, which also macOS has."""
    try:
        return os.getloadavg()[0]
    except OSError:
        return UNKNOWN


def usable_cpus() -> set[int]:
    """The numbers of the CPUs that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return set(affinity(0)) if affinity else set(range(os.cpu_count() or 1))


def _cpus() -> tuple[float, float]:
    names = {f"cpu{number}" for number in usable_cpus()}
    rows = [parts[1:] for line in _lines(STAT) if (parts := line.split()) and parts[0] in names]
    if not rows or any(len(row) <= STEAL for row in rows):
        return UNKNOWN, UNKNOWN
    used = sum(int(row[column]) for row in rows for column in (USER, NICE, SYSTEM))
    return used * TICK, sum(int(row[STEAL]) for row in rows) * TICK


def _waited() -> float:
    for line in _lines(PRESSURE):
        if line.startswith("some "):
            return int(line.rpartition("total=")[2]) * MICRO
    return UNKNOWN


def _throttled() -> float:
    for line in _lines(GROUP):
        if line.startswith("throttled_usec "):
            return int(line.split()[1]) * MICRO
    return 0.0  # no limit, or none that we could see


def _cpu_of(pid: int) -> float:
    fields = proc.stat(pid)
    return sum(map(int, fields[TIMES])) * TICK if fields else 0.0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
