"""The class of a machine: what must be equal so that times can be compared."""

from __future__ import annotations

import os
import platform


def machine_class(named: str = "") -> str:
    """The name of this machine's class: *named*, or "linux-x86_64-2cpu"."""
    if named:
        return named
    affinity = getattr(os, "sched_getaffinity", None)
    cpus = len(affinity(0)) if affinity else os.cpu_count() or 1
    return f"{platform.system()}-{platform.machine()}-{cpus}cpu".lower().replace(" ", "_") or "unknown"
