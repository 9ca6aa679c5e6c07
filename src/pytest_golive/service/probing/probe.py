"""Sends requests to a service on a fixed schedule while something else happens, and reports when it was down."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.checks import check_lead, check_result
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.doubts import Doubts
from pytest_golive.service.probing.gaps import Period, find_gaps
from pytest_golive.service.probing.loop import ProbeLoop
from pytest_golive.service.probing.result import KINDS, ProbeResult

LEAD: Final = 5
LEAD_PATIENCE: Final = 10.0
SHORTEST, LONGEST = 0.01, 60.0
MOST_PATIENCE: Final = 30.0
MOST_OPEN: Final = 200


@dataclass(frozen=True)
class Probe:
    """How to probe a service.

    Attributes:
        endpoint: what to request.
        interval: seconds between two requests of one kind of connection; there are two kinds.
        timeout: seconds after which a request without a response has failed.
    """

    endpoint: Endpoint
    interval: float = 0.05
    timeout: float = 1.0

    def __post_init__(self) -> None:
        """Reject values that would do harm.

        Raises:
            CannotMeasure: a number is out of bounds.
        """
        if not SHORTEST <= self.interval <= LONGEST:
            raise CannotMeasure(
                f"a probe cannot ask every {self.interval:g} s", f"choose {SHORTEST:g} s to {LONGEST:g} s"
            )
        most = min(MOST_PATIENCE, self.interval * MOST_OPEN)
        if not 0 < self.timeout <= most:
            raise CannotMeasure(
                f"a probe that asks every {self.interval:g} s cannot wait {self.timeout:g} s for each answer",
                f"choose at most {most:g} s, or ask less often",
            )

    @contextmanager
    def watching(self, *, settle: float = 1.0) -> Iterator[Watch]:
        """Probe while the body runs, and a little longer.

        Args:
            settle: seconds to go on after the body, since what it started may still be under way.

        Yields:
            The watch; its `result` is available after the body.

        Raises:
            CannotMeasure: the service is not up before the body begins.
        """
        watch = Watch(self)
        try:
            watch.begin()
            yield watch
            watch.settle(settle)
        except BaseException:
            watch.end(at_once=True)
            raise
        watch.end()


class Watch:
    """A running probe, in a thread of its own."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._doubts = Doubts.about(probe.endpoint)
        self._loop = ProbeLoop(probe.endpoint, probe.interval, probe.timeout)
        self._thread = threading.Thread(target=self._loop.run, name="golive-probe", daemon=True)
        self._marks: list[tuple[str, float]] = []
        self._start = self._end = 0.0
        self._at = dt.datetime.now(dt.UTC)

    def begin(self) -> None:
        """Start, and wait until the service is seen healthy: an outage that began earlier cannot be timed.

        Raises:
            CannotMeasure: it is not healthy.
        """
        self._doubts.machine.begin()
        self._thread.start()
        deadline = time.monotonic() + LEAD_PATIENCE
        while not self._is_well():
            self._loop.raise_fault()
            if time.monotonic() > deadline:
                contention = self._doubts.machine.between(deadline - LEAD_PATIENCE, deadline)
                check_lead(self._probe.endpoint.shown, self._loop.samples, LEAD_PATIENCE, contention)
            time.sleep(self._probe.interval / 2)
        self._start = time.monotonic()
        self._at = dt.datetime.now(dt.UTC)

    def mark(self, what: str) -> None:
        """Record that *what* happened now; the timeline shows it."""
        self._marks.append((what, time.monotonic() - self._start))

    @property
    def glance(self) -> str:
        """The observations so far, in a few words."""
        return f"{len(self._loop.samples):,} requests, {self._loop.failed:,} failed"

    def settle(self, seconds: float) -> None:
        """Go on for *seconds*."""
        time.sleep(seconds)

    def end(self, *, at_once: bool = False) -> None:
        """Stop sending; wait at most one timeout for requests under way, and not at all with *at_once*."""
        self._end = self._end or time.monotonic()
        if self._thread.ident is not None:
            self._loop.stop(at_once=at_once)
            self._thread.join()
            self._doubts.machine.end()

    @property
    def so_far(self) -> ProbeResult:
        """All observations so far, trusted or not; gates use `result`."""
        loop, probe = self._loop, self._probe
        end = self._end or time.monotonic()
        samples = sorted(loop.samples, key=lambda sample: sample.sent)
        mine = tuple(sample for sample in samples if sample.due >= self._start)
        gaps = find_gaps(samples, Period(self._at, self._start, end, probe.interval))
        return ProbeResult(
            url=probe.endpoint.shown,
            at=self._at,
            start=self._start,
            seconds=end - self._start,
            interval=probe.interval,
            timeout=probe.timeout,
            samples=mine,
            gaps=gaps,
            reused=loop.reused,
            reconnects=loop.reconnects,
            skipped=loop.skipped,
            unanswered=loop.unanswered,
            marks=tuple(self._marks),
        )

    @property
    def result(self) -> ProbeResult:
        """The observations, after the end of the watch.

        Raises:
            CannotMeasure: it has not ended, or the observations prove nothing: too few requests, a probe that could not
            keep its schedule, a service that limits its rate, gaps that this machine may have caused.
        """
        if not self._end:
            raise CannotMeasure("the watch is not over yet", "ask for its result after the with block")
        self._loop.raise_fault()
        observed = self.so_far
        return self._doubts.check(check_result(observed, self._doubts.contention(observed)))

    def _is_well(self) -> bool:
        latest = {kind: [s for s in list(self._loop.samples) if s.kind == kind][-LEAD:] for kind in KINDS}
        return all(len(samples) == LEAD and not any(s.what for s in samples) for samples in latest.values())
