"""The observations of a probe: all requests, and the gaps in which the service was down."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from pytest_golive.findings import Finding

Kind = Literal["fresh", "kept-alive"]
KINDS: Final[tuple[Kind, ...]] = ("fresh", "kept-alive")
THROTTLED: Final = "status 429"


@dataclass(frozen=True, slots=True)
class Sample:
    """One request.

    Attributes:
        kind: over a new connection, or over one that is kept.
        due: its scheduled time, on the monotonic clock, in seconds.
        sent: when it was sent.
        done: when its response, or its failure, was complete.
        what: how it failed: "refused", "timeout", "status 502"; "" if it succeeded.
        detail: what else is known of the failure.
    """

    kind: Kind
    due: float
    sent: float
    done: float
    what: str = ""
    detail: str = ""

    @property
    def seconds(self) -> float:
        """Its latency from its scheduled time: a stall counts in full."""
        return self.done - self.due


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed request.

    Attributes:
        kind: of its connection.
        at: its scheduled time, in UTC.
        monotonic: the same on the monotonic clock, in seconds.
        seconds: from then until the service was up again, or until the watch ended.
        what: "refused", "reset", "timeout", "truncated body", "TLS failure", "status 502" and so on.
        detail: what else is known of it.
    """

    kind: Kind
    at: dt.datetime
    monotonic: float
    seconds: float
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A period in which requests of one kind failed.

    Attributes:
        kind: of the connections.
        at: when it began, in UTC.
        start: the same, in seconds since the watch began.
        seconds: its length.
        within: the largest possible error of that, in seconds.
        what: how its requests failed, most frequent first: "refused x9, reset x1".
        failures: how many requests failed in it.
        ended: False if the service was not up again before the watch ended.
    """

    kind: Kind
    at: dt.datetime
    start: float
    seconds: float
    within: float
    what: str
    failures: int
    ended: bool = True

    @property
    def sentence(self) -> str:
        """Its kind, length, time and failures, on one line."""
        length = f"{self.seconds:.2f} s" + ("" if self.ended else ", and still when the watch ended")
        when = f"from {self.at:%H:%M:%S}.{self.at.microsecond // 1000:03d} UTC, {self.start:.2f} s into the watch"
        exactly = f"{when}, to within {self.within * 1000:.0f} ms"
        return f"{self.kind} connections were not served for {length} ({exactly}): {self.what}"

    @property
    def finding(self) -> Finding:
        """For a judge: without a place in a file; the longer, the worse."""
        return Finding("", 0, "gap", self.sentence, severity="high", key=self.kind, size=self.seconds)


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The observations of one watch.

    Attributes:
        url: what was requested, without credentials.
        at: when the watch began, in UTC.
        start: the same on the monotonic clock.
        seconds: its length.
        interval: seconds between two requests of one kind.
        timeout: seconds after which a request without a response has failed.
        samples: every request, in the order they were sent.
        gaps: in the order they began; an outage shows in each kind that it affected.
        reused: how many requests went over a connection that had served before.
        reconnects: how often the server closed a kept connection while it was idle, which is its right.
        skipped: requests that were never sent, because this machine or the number of open ones prevented it.
        unanswered: requests that were still under way when the watch was aborted.
        marks: other events, with seconds since the watch began: (("command", 0.0), ...).
    """

    url: str
    at: dt.datetime
    start: float
    seconds: float
    interval: float
    timeout: float
    samples: tuple[Sample, ...]
    gaps: tuple[Gap, ...]
    reused: int = 0
    reconnects: int = 0
    skipped: int = 0
    unanswered: int = 0
    marks: tuple[tuple[str, float], ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every failed request."""
        return tuple(self._failure(sample) for sample in self.samples if sample.what)

    @property
    def worst_latency(self) -> float:
        """Seconds of the slowest successful response, from its scheduled time; 0 without one."""
        return max((sample.seconds for sample in self.samples if not sample.what), default=0.0)

    @property
    def worst_lateness(self) -> float:
        """The longest delay, in seconds, between a scheduled time and the sending of its request."""
        return max((sample.sent - sample.due for sample in self.samples), default=0.0)

    @property
    def blind(self) -> float:
        """The longest time, in seconds, without a request of one kind: a shorter outage may have been missed."""
        longest = 0.0
        for kind in KINDS:
            sent = sorted(sample.sent for sample in self.samples if sample.kind == kind)
            edges = [self.start, *sent, self.start + self.seconds]
            longest = max(longest, *(after - before for before, after in pairwise(edges)))
        return longest

    @property
    def down(self) -> float:
        """Seconds in which at least one kind of connection failed."""
        total, until = 0.0, 0.0
        for gap in self.gaps:
            end = gap.start + gap.seconds
            total += max(0.0, end - max(gap.start, until))
            until = max(until, end)
        return total

    @property
    def source(self) -> str:
        """How this was measured."""
        every = f"every {self.interval * 1000:g} ms over fresh and over kept-alive connections"
        return f"GET {self.url} {every} for {self.seconds:.1f} s"

    def _failure(self, sample: Sample) -> Failure:
        since = sample.due - self.start
        ends = (g.start + g.seconds for g in self.gaps if g.kind == sample.kind and g.start + g.seconds >= since)
        at = self.at + dt.timedelta(seconds=since)
        seconds = max(0.0, min(ends, default=self.seconds) - since)
        return Failure(sample.kind, at, sample.due, seconds, sample.what, sample.detail)


def tally(samples: Sequence[Sample]) -> str:
    """How requests failed: "refused x9, reset x1"."""
    counts = Counter(sample.what for sample in samples if sample.what)
    return ", ".join(f"{what} x{count}" for what, count in counts.most_common())
