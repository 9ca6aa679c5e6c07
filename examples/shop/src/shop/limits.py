"""How often one address may try to log in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable


class Limit:
    """At most *count* tries in *seconds* for each address, counted in windows that begin with its first try."""

    def __init__(self, count: int = 10, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._seconds = seconds
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def wait(self, address: str) -> int:
        """Count one try; the whole seconds after which another is accepted, or 0 if this one is."""
        now = self._clock()
        began, tries = self._windows.get(address, (now, 0))
        if now >= began + self._seconds:
            began, tries = now, 0
        self._windows[address] = (began, tries + 1)
        return 0 if tries < self._count else max(1, math.ceil(began + self._seconds - now))
