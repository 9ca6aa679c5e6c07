"""From single requests to the gaps between them.

A gap begins and ends where the service itself did, which is between two requests. Let L be the usual latency. A
response shows that the service was up when it came. A failure shows that the service was down by then, and also L after
the request was sent, since a healthy one would have responded. The next successful response shows that the service was
up again L before it: when its request was sent, or later, if the request had to wait in a service that hung. So each
edge lies between two times no further apart than one interval. Where both kinds of connection see the same outage, each
narrows the other's edges. The middle of the remaining range is used: a length is accurate to one interval, whether
the service refuses, resets or hangs.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pytest_golive.service.probing.result import KINDS, Gap, Kind, Sample, tally


@dataclass(frozen=True, slots=True)
class Edge:
    """A moment that lies between two known moments."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The best estimate."""
        return (self.low + self.high) / 2

    @property
    def within(self) -> float:
        """The largest possible error of that."""
        return (self.high - self.low) / 2

    def narrowed(self, other: Edge) -> Edge:
        """Narrowed by what the *other* knows about the same moment; unchanged if it cannot be the same."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Edge(low, high) if low <= high else self


@dataclass(frozen=True, slots=True)
class Span:
    """A run of failures of one kind."""

    kind: Kind
    first: Edge
    last: Edge
    failed: tuple[Sample, ...]

    def overlaps(self, other: Span) -> bool:
        """Whether both can be from one outage."""
        return self.first.low <= other.last.high and other.first.low <= self.last.high

    def joined(self, other: Span) -> Span:
        """This span and a later one as one."""
        last = max(self.last, other.last, key=lambda edge: edge.high)
        return Span(self.kind, self.first, last, (*self.failed, *other.failed))

    def narrowed(self, other: Span) -> Span:
        """Narrowed by what the other kind of connection saw of the same outage."""
        return Span(self.kind, self.first.narrowed(other.first), self.last.narrowed(other.last), self.failed)


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a watch.

    Attributes:
        at: when it began, in UTC.
        start: the same on the monotonic clock, in seconds.
        end: when it ended on that clock; a gap without a later successful response lasts until then.
        interval: seconds between two requests of one kind.
    """

    at: dt.datetime
    start: float
    end: float
    interval: float


def find_gaps(samples: Sequence[Sample], period: Period) -> tuple[Gap, ...]:
    """The gaps of each kind, in the order they began.

    Args:
        samples: all requests of the period; some from before it help to estimate the usual latency.
        period: of the watch.
    """
    spans: list[Span] = []
    for kind in KINDS:
        of_kind = sorted((sample for sample in samples if sample.kind == kind), key=lambda sample: sample.sent)
        spans += _merged(_spans(of_kind, period))
    return tuple(sorted((_gap(_narrowed(span, spans), period) for span in spans), key=lambda gap: gap.start))


def _narrowed(span: Span, spans: Sequence[Span]) -> Span:
    for other in spans:
        if other.kind != span.kind and other.overlaps(span):
            span = span.narrowed(other)
    return span


def _gap(span: Span, period: Period) -> Gap:
    since = max(span.first.middle - period.start, 0.0)
    length = max(min(span.last.middle, period.end) - period.start - since, 0.0)
    began = period.at + dt.timedelta(seconds=since)
    is_over = span.last.high < period.end
    within = span.first.within + (span.last.within if is_over else 0.0)
    return Gap(span.kind, began, since, length, within, tally(span.failed), len(span.failed), ended=is_over)


def _spans(samples: Sequence[Sample], period: Period) -> Iterator[Span]:
    """One span for each run of failures; *samples* are of one kind and in order."""
    good = [sample.done - sample.sent for sample in samples if not sample.what]
    usual = statistics.median(good) if good else 0.0
    index = 0
    for is_bad, group in groupby(samples, key=lambda sample: bool(sample.what)):
        run = tuple(group)
        if is_bad and run[-1].due >= period.start:
            gone = min(min(sample.done, sample.sent + usual) for sample in run)
            there = max((s.done for s in samples[:index] if s.done <= gone), default=gone)
            first = Edge(there, gone)
            later = samples[index + len(run) :]
            yield Span(run[0].kind, first, _back(run, later, usual, period), run)
        index += len(run)


def _back(run: Sequence[Sample], later: Sequence[Sample], usual: float, period: Period) -> Edge:
    """When the service was up again, from the earliest successful response to any of the *later* requests."""
    high, has_waited = period.end, True
    for sample in later:
        if sample.sent >= high:
            break  # requests sent after that cannot show an earlier time
        came = max(sample.sent, sample.done - usual)
        if not sample.what and came < high:
            high, has_waited = came, came - sample.sent > period.interval
    # A request that waited gets its response as soon as possible; else only the failure before it is known.
    low = high if has_waited else max(sample.sent for sample in run)
    return Edge(min(low, high), high)


def _merged(spans: Iterator[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.first.high <= merged[-1].last.high:
            merged[-1] = merged[-1].joined(span)
        else:
            merged.append(span)
    return merged
