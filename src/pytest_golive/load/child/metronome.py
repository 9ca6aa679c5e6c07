"""Wakes a greenlet at a given time, accurate to a tenth of a millisecond.

The event loop rounds up to whole milliseconds, which would count as the service's. On Linux a timer can be awaited like
a socket; elsewhere the loop's own timers must do.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time

import gevent
from gevent.hub import get_hub

MONOTONIC = 1
NONBLOCK, CLOEXEC, ABSOLUTE = os.O_NONBLOCK, getattr(os, "O_CLOEXEC", 0), 1
READ = 1


class _Spec(ctypes.Structure):
    _fields_ = (
        ("interval_s", ctypes.c_long),
        ("interval_ns", ctypes.c_long),
        ("value_s", ctypes.c_long),
        ("value_ns", ctypes.c_long),
    )


class Metronome:
    """Waits until moments on the clock of `time.perf_counter`."""

    def __init__(self) -> None:
        self._descriptor = -1
        if sys.platform == "linux":
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._descriptor = self._libc.timerfd_create(MONOTONIC, NONBLOCK | CLOEXEC)

    def wait_until(self, moment: float) -> None:
        """Return at *moment*; if it has passed, immediately after other greenlets had their turn."""
        left = moment - time.perf_counter()
        if left <= 0:
            gevent.sleep(0)
        elif self._descriptor < 0:
            gevent.sleep(left)
        else:
            self._wait(left)

    def _wait(self, seconds: float) -> None:
        whole, rest = divmod(int(seconds * 1e9) or 1, 10**9)
        self._libc.timerfd_settime(self._descriptor, 0, ctypes.byref(_Spec(0, 0, whole, rest)), None)
        hub = get_hub()
        watcher = hub.loop.io(self._descriptor, READ)
        try:
            hub.wait(watcher)
        finally:
            watcher.close()
        try:
            os.read(self._descriptor, 8)
        except BlockingIOError:
            return
