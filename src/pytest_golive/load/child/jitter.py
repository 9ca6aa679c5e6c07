"""How long this machine keeps an ordinary process waiting that wants to run.

The generator may go before others; a service on the same machine may not. What it waits for a CPU is in its times, and
is nothing of its own doing.
"""

from __future__ import annotations

import time
from collections import deque

from gevent.monkey import get_original

EVERY = 0.02


def watch_machine(lines: deque[str]) -> None:
    """Note, from a real thread of ordinary priority, how late each of its awakenings is."""
    sleep = get_original("time", "sleep")

    def watch() -> None:
        while True:
            due = time.perf_counter() + EVERY
            sleep(EVERY)
            lines.append(f"J\t{1000 * (time.perf_counter() - due):.4f}\n")

    # The real-time priority of the main thread, if it has any, is not inherited (SCHED_RESET_ON_FORK).
    get_original("_thread", "start_new_thread")(watch, ())
