"""Notices that this process stood still: paused, suspended with its machine, or without its turn on a busy one."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

PERIOD: Final = 0.05  # seconds between two beats
LATE: Final = 0.1  # seconds by which a beat may be late on any machine
MOST: Final = 1_000  # times that are remembered
JOIN: Final = 5.0


def _now() -> float:
    """Seconds by a clock that goes on while the machine is suspended, where there is one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Pulse:
    """A thread that beats while somebody wants to know how long this process stood still.

    Args:
        clock: seconds, which nobody sets.
    """

    def __init__(self, clock: Callable[[], float] = _now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._users = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._last = 0.0
        self._stood: deque[tuple[float, float]] = deque(maxlen=MOST)

    @contextmanager
    def beating(self) -> Iterator[Callable[[], float]]:
        """Beat while the body runs; it gets what tells how many seconds of that the process stood still."""
        began = self._begin()
        try:
            yield lambda: self._since(began)
        finally:
            self._end()

    def _begin(self) -> float:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._last, self._ended = self._clock(), threading.Event()
                self._thread = threading.Thread(
                    target=self._beat, args=(self._ended,), name="golive-pulse", daemon=True
                )
                self._thread.start()
            return self._clock()

    def _end(self) -> None:
        with self._lock:
            self._users -= 1
            thread, is_last = self._thread, self._users == 0
            if is_last:
                self._ended.set()
                self._thread = None
        if is_last and thread is not None:
            thread.join(JOIN)

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(PERIOD):
            with self._lock:
                self._take(self._clock())

    def _take(self, now: float) -> None:
        if now - self._last - PERIOD > LATE:
            self._stood.append((self._last + PERIOD, now))
        self._last = now

    def _since(self, began: float) -> float:
        now = self._clock()
        with self._lock:
            unseen = (self._last + PERIOD, now) if now - self._last - PERIOD > LATE else (now, now)
            return sum(max(0.0, until - max(start, began)) for start, until in (*self._stood, unseen))


PULSE: Final = Pulse()
