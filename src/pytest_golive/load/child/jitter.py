"""Measures how long this machine delays an ordinary process that is ready to run.

The generator may have a higher priority; a service on the same machine has not. Its waiting time for a CPU is part of
its response times, but not the service's fault.
"""

from __future__ import annotations

import time
from collections import deque

from gevent.monkey import get_original

EVERY = 0.02


def watch_machine(lines: deque[str]) -> None:
    """Record, from a real thread of ordinary priority, how late it wakes each time."""
    sleep = get_original("time", "sleep")

    def watch() -> None:
        while True:
            due = time.perf_counter() + EVERY
            sleep(EVERY)
            lines.append(f"J\t{1000 * (time.perf_counter() - due):.4f}\n")

    # The real-time priority of the main thread, if any, is not inherited (SCHED_RESET_ON_FORK).
    get_original("_thread", "start_new_thread")(watch, ())
