"""Wakes a keeper when there may be a reason to end.

Loaded by the keeper in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal

TYPE_CHECKING = False  # typing takes longer to load than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.alive import is_running
else:
    from alive import is_running

POLL = 0.2  # seconds, where the system cannot wake us


class Watch:
    """Hears of the processes that a keeper works for, and of its own child.

    Attributes:
        told: whether somebody has told us to end.
    """

    def __init__(self, job: dict[str, Any], *, told: bool = False) -> None:
        self.told, self._closed = told, False
        self._watched = [tuple(one) for one in job["watched"]]
        self._poll, self._holds = select.poll(), job["holds"]
        ours, woken = os.pipe()
        os.set_blocking(ours, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(woken)
        # Whoever ends all processes there are does not say thereby that the run has removed its folder.
        signal.signal(signal.SIGTERM, self._tell if job["command"] else signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGHUP):  # they are for the run, which then tells us
            signal.signal(number, signal.SIG_IGN)
        self._wakes = ours
        self._poll.register(ours, select.POLLIN)
        if self._holds:
            self._poll.register(0, select.POLLIN | select.POLLHUP)
        for pid, _ in self._watched:
            with contextlib.suppress(OSError, AttributeError):  # no such process; or a system without it
                self._poll.register(os.pidfd_open(pid), select.POLLIN)

    def is_over(self) -> bool:
        """Wait a moment; whether the run is gone or has told us to end."""
        for descriptor, _ in self._poll.poll(POLL * 1000):
            if descriptor == self._wakes:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wakes, 4096)
            elif descriptor != 0:
                continue  # a process that we watch has ended
            elif os.read(0, 4096):
                self.told = True
            else:
                self._closed = True
        return self.told or self._closed or not all(is_running(pid, began) for pid, began in self._watched)

    def _tell(self, *_: object) -> None:
        self.told = True
