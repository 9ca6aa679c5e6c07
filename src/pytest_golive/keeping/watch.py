"""Wakes a keeper when there may be a reason to end.

Loaded by the keeper in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import os
import select

TYPE_CHECKING = False  # importing typing takes longer than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # the same functions and numbers, without the enumerations, which take half of the start

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.alive import is_running
    from pytest_golive.keeping.quiet import Suppress
else:
    from alive import is_running
    from quiet import Suppress

POLL = 0.2  # seconds, on systems that cannot wake us


class Watch:
    """Watches the processes that a keeper works for, and its own child.

    Attributes:
        is_dismissed: whether the keeper has been told to end.
    """

    def __init__(self, job: dict[str, Any], *, is_dismissed: bool = False) -> None:
        self.is_dismissed, self._closed = is_dismissed, False
        self._watched = [tuple(process) for process in job["watched"]]
        self._poll, self._holds = select.poll(), job["holds"]
        read_end, write_end = os.pipe()
        os.set_blocking(read_end, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end)
        # SIGTERM to all processes of the machine does not mean that the run has removed its folder.
        signal.signal(signal.SIGTERM, self._on_terminate if job["command"] else signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGHUP):  # meant for the run, which then tells us
            signal.signal(number, signal.SIG_IGN)
        self._wakes = read_end
        self._poll.register(read_end, select.POLLIN)
        if self._holds:
            self._poll.register(0, select.POLLIN | select.POLLHUP)
        for pid, _ in self._watched:
            with Suppress(OSError, AttributeError):  # the process does not exist, or the system has no pidfd
                self._poll.register(os.pidfd_open(pid), select.POLLIN)

    def is_over(self) -> bool:
        """Wait a moment; return whether the run is gone or has told us to end."""
        for descriptor, _ in self._poll.poll(POLL * 1000):
            if descriptor == self._wakes:
                with Suppress(BlockingIOError):
                    os.read(self._wakes, 4096)
            elif descriptor != 0:
                continue  # a watched process has ended
            elif os.read(0, 4096):
                self.is_dismissed = True
            else:
                self._closed = True
        return self.is_dismissed or self._closed or not all(is_running(pid, began) for pid, began in self._watched)

    def _on_terminate(self, *_: object) -> None:
        self.is_dismissed = True
