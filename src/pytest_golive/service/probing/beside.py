"""A probe at a low rate beside something long, which tells now and then what happened since it was last asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.service.probing.connections import THIS_MACHINE
from pytest_golive.service.probing.loop import ProbeLoop
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.probing.result import THROTTLED, Sample

# Failures that say nothing of the service.
NOT_OF_SERVICE: Final = {
    THROTTLED: (
        "the service limits the rate of the probe",
        "exempt the health path from the limit, or probe less often",
    ),
    THIS_MACHINE: (
        "this machine could not open the probe's connections",
        "raise the limit of open files (ulimit -n), or stop other programs on this machine",
    ),
}
HALF: Final = 0.5  # of the timeout: if this machine stood still for so long, a timeout proves nothing
LOOK: Final = 0.02  # seconds between two looks at whether a request is complete
JOIN: Final = 5.0


@dataclass
class Seen:
    """The requests of a stretch of time, as counts: however long it is, it needs no more memory.

    Attributes:
        requests: all that were completed in it.
        failed: how many failed in which way.
        first: the first that failed; None if none did.
        first_at: when it was due, in seconds since 1970.
        slowest: seconds of the slowest answer, from when its request was due; 0 without one.
        late: the longest time, in seconds, by which a request was sent late.
        skipped: requests that were not sent, because this machine did not come to it.
    """

    requests: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    first: Sample | None = None
    first_at: float = 0.0
    slowest: float = 0.0
    late: float = 0.0
    skipped: int = 0

    def add(self, sample: Sample) -> None:
        """Count one request."""
        self.requests += 1
        self.late = max(self.late, sample.sent - sample.due)
        if not sample.what:
            self.slowest = max(self.slowest, sample.seconds)
            return
        self.failed[sample.what] += 1
        if self.first is None or sample.due < self.first.due:
            self.first, self.first_at = sample, time.time() - (time.monotonic() - sample.due)

    def doubt(self, interval: float, timeout: float) -> tuple[str, str] | None:
        """Why the failures say nothing of the service, and what to do; None if they do, or if there are none."""
        whats = set(self.failed)
        if not whats or whats - {*NOT_OF_SERVICE, "timeout"}:
            return None
        stood = max(self.late, self.skipped * interval)
        if "timeout" in whats and stood < HALF * timeout:
            return None
        known = next((NOT_OF_SERVICE[what] for what in whats if what in NOT_OF_SERVICE), None)
        cure = "stop other programs on this machine"
        return known or (f"this machine stood still for {stood:.1f} s, and requests could not be seen through", cure)


class ProbeBeside:
    """Probes in a thread of its own until it is stopped; what ends its loop is told, and the loop is started anew."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self._lock = threading.Lock()
        self._seen = Seen()
        self._skipped = 0
        self._start()

    @contextmanager
    def running(self) -> Iterator[ProbeBeside]:
        """Probe while the body runs, and stop whatever ends it."""
        self._thread.start()
        try:
            yield self
        finally:
            self._loop.stop(at_once=True)
            self._thread.join(JOIN)

    def since(self) -> Seen:
        """What happened since it was asked before; waits until at least one request was completed.

        Raises:
            CannotMeasure: the loop has ended, such as while the name has no address; it is started anew.
        """
        deadline = time.monotonic() + self.probe.interval + self.probe.timeout + self.probe.timeout * HALF
        while not self._seen.requests and self._thread.is_alive() and time.monotonic() < deadline:
            time.sleep(LOOK)
        with self._lock:
            seen, self._seen = self._seen, Seen()
        seen.skipped, self._skipped = self._loop.skipped - self._skipped, self._loop.skipped
        if not self._thread.is_alive():
            self._go_on(seen)
        return seen

    def _go_on(self, seen: Seen) -> None:
        """Start anew; why the loop ended is told, unless requests failed before that, which matters more."""
        ended = self._loop
        self._start()
        self._thread.start()
        if not seen.failed:
            ended.raise_fault()

    def _start(self) -> None:
        probe = self.probe
        self._loop = ProbeLoop(probe.endpoint, probe.interval, probe.timeout, self._add)
        self._thread = threading.Thread(target=self._loop.run, name="golive-watch-probe", daemon=True)
        self._skipped = 0

    def _add(self, sample: Sample) -> None:
        with self._lock:
            self._seen.add(sample)
