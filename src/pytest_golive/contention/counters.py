"""The system's counters of its CPUs: how long they were used, by whom, and how long something waited for one.

A missing counter, as on macOS, is NaN; readers must report it as unknown, and must not take it for 0.
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
MICRO, NANO = 1e-6, 1e-9
STAT, PRESSURE, LOAD = Path("/proc/stat"), Path("/proc/pressure/cpu"), Path("/proc/loadavg")
# Our own control group, as a container sees it: how long it was denied a CPU, and in which unit. The first is that of
# control groups in their second version, the others of the first.
GROUPS: Final = Path("/sys/fs/cgroup")
THROTTLED: Final = {
    "cpu.stat": ("throttled_usec", MICRO),
    "cpu/cpu.stat": ("throttled_time", NANO),
    "cpu,cpuacct/cpu.stat": ("throttled_time", NANO),
}
USER, NICE, SYSTEM, STEAL = 0, 1, 2, 7  # columns of a CPU's line in /proc/stat
# Of /proc/PID/stat, after the name: its own CPU time, and that of the children it has waited for.
TIMES: Final = slice(11, 15)


@dataclass(frozen=True, slots=True)
class Counters:
    """Cumulative seconds; `at` is the time of the reading.

    Attributes:
        at: on the monotonic clock.
        used: CPU time of processes, on the CPUs that we may use.
        stolen: CPU time that other virtual machines used instead.
        waited: time in which at least one process waited for a CPU.
        throttled: time in which our own container was denied a CPU.
        ours: CPU time of the measured processes and of their children.
    """

    at: float
    used: float
    stolen: float
    waited: float
    throttled: float
    ours: float


def read_counters(roots: Iterable[int]) -> Counters:
    """Read all counters.

    Args:
        roots: the measured processes; what they started counts with them.
    """
    used, stolen = _cpus()
    measured = sum(_cpu_of(pid) for pid in {pid for root in roots for pid in (root, *descendants(root))})
    return Counters(time.monotonic(), used, stolen, _waited(), _throttled(), measured)


def runnable() -> float:
    """How many processes run or wait for a CPU now, without this one."""
    for line in _lines(STAT):
        if line.startswith("procs_running "):
            return max(0.0, float(line.split()[1]) - 1)
    return UNKNOWN


def load_average() -> float:
    """The load average of the last minute; macOS has it, too."""
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
    if not GROUPS.is_dir():
        return 0.0  # this system has no control groups, so nothing can hold us back
    for name, (counter, unit) in THROTTLED.items():
        if lines := _lines(GROUPS / name):
            times = [int(line.split()[1]) * unit for line in lines if line.startswith(f"{counter} ")]
            return times[0] if times else 0.0  # a group without a limit does not have the counter
    return UNKNOWN


def _cpu_of(pid: int) -> float:
    fields = proc.stat(pid)
    return sum(map(int, fields[TIMES])) * TICK if fields else 0.0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
