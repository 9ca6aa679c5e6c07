"""Counts requests by client, in windows that start with the client's first request."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
MANY = 10_000


@dataclass(frozen=True)
class Rate:
    """A number of requests in a number of seconds."""

    requests: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Parse ``10/2s`` (or ms, m, h).

        Raises:
            ValueError: it is anything else.
        """
        match = re.fullmatch(r"([1-9]\d{0,5})/(\d+(?:\.\d+)?)(ms|s|m|h)", text.strip())
        if match is None or not float(match[2]):
            raise ValueError(f"{text!r} is no rate such as 10/2s")
        return cls(int(match[1]), float(match[2]) * UNITS[match[3]])


RATE = Rate(10, 2.0)


@dataclass(frozen=True)
class Decision:
    """The decision on one request."""

    accepted: bool
    used: int
    since: float
    """Seconds since the window began."""


class Limiter:
    """Fixed windows: rejected requests do not count, and do not extend the window."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, client: str, rate: Rate) -> Decision:
        """Count one request of *client*, if *rate* still accepts it."""
        now = self._clock()
        if len(self._windows) >= MANY:
            self._windows = {name: kept for name, kept in self._windows.items() if now - kept[0] < rate.seconds}
        start, used = self._windows.get(client, (now, 0))
        if now - start >= rate.seconds:
            start, used = now, 0
        accepted = used < rate.requests
        used += accepted
        self._windows[client] = (start, used)
        return Decision(accepted=accepted, used=used, since=now - start)

    def forget(self) -> None:
        """Remove all counts."""
        self._windows.clear()
