"""Cleans up after a process of the run that is gone: its folder, its helpers, and workers that served it.

Helpers are started without a keeper, which is faster: git, the scanners, a command that prints a credential. They have
the mark of the run in their environment, and so has everything they start.

Loaded by the keeper in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False  # importing typing takes longer than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # the same functions and numbers, without the enumerations, which take half of the start

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.alive import is_running, marked
    from pytest_golive.keeping.quiet import Suppress
else:
    from alive import is_running, marked
    from quiet import Suppress

# Seconds between SIGTERM and SIGKILL when nobody waits for a clean end: everything must be gone within five.
HURRY = 2.0
POLITE = 1.0  # seconds that a worker of pytest has to exit after its controller is gone
LONGEST = 6.0  # seconds to remove a folder that processes still write to while they end
POLL = 0.05


def sweep(job: dict[str, Any], *, is_dismissed: bool) -> None:
    """End what is left of the run, and remove its folder.

    Args:
        job: "mark" of the process that ended; "ends", processes that end with it; "folder", or "".
        is_dismissed: whether the process dismissed us: it has removed its folder, and only its processes are left.
    """
    began = time.monotonic()
    if not is_dismissed:
        _end([(pid, start) for pid, start in job["ends"]])
    while time.monotonic() < began + LONGEST:
        remaining = marked(job["mark"], exactly=is_dismissed)
        if is_dismissed or time.monotonic() > began + HURRY:  # before that, keepers let their children end cleanly
            for pid in remaining:
                _send_signal(pid, signal.SIGKILL)
        is_there = not is_dismissed and bool(job["folder"]) and os.path.lexists(job["folder"])
        if is_there:
            _remove(job["folder"])
        if not remaining and not is_there:
            return
        time.sleep(POLL)


def _remove(folder: str) -> None:
    import shutil  # seldom needed: a run that ends normally removes its folder itself

    shutil.rmtree(folder, ignore_errors=True)


def _end(processes: list[tuple[int, int]]) -> None:
    deadline = time.monotonic() + POLITE
    for number in (signal.SIGTERM, signal.SIGKILL):
        while remaining := [pid for pid, start in processes if is_running(pid, start)]:
            for pid in remaining:
                _send_signal(pid, number)
            if number == signal.SIGKILL or time.monotonic() > deadline:
                break
            time.sleep(POLL)


def _send_signal(pid: int, number: int) -> None:
    with Suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
