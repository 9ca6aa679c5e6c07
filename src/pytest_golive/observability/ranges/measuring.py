"""Measure a signal over a time of the past, window by window, as it is measured now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.queries.selecting import NotUnderstood, selections
from pytest_golive.observability.ranges.holes import Followed, holes_of
from pytest_golive.observability.ranges.range import Hole, Range, Window
from pytest_golive.observability.ranges.ways import Way, by_families, by_query
from pytest_golive.observability.signals.readings import Reading
from pytest_golive.observability.signals.wanted import WINDOW, Wanted
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Op, Selector
from pytest_golive.observability.sources.prometheus.http_api import Span
from pytest_golive.observability.sources.prometheus.past import Past, told
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

UNITS: Final[Mapping[str, str]] = {"error_rate": " %", "latency": " ms", "memory": " %", "cpu": " %"}
LEAST: Final = 4.0  # scrape intervals of a window
OF_RULES: Final = 60.0  # seconds between two evaluations of a recording rule, unless somebody says otherwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time that is measured in windows.

    Attributes:
        since: in seconds since 1970 by this machine's clock.
        until: the same, at most now.
        step: seconds of each window.
        interval: seconds between two scrapes.
    """

    since: float
    until: float
    step: float
    interval: float

    def windows(self) -> Span:
        """The ends of all windows, of which the last one is at *until*.

        Raises:
            CannotMeasure: there is no whole window.
            NotSetUp: a window is too short.
        """
        if not all(map(math.isfinite, (self.since, self.until, self.step))) or self.step < LEAST * self.interval:
            raise NotSetUp(
                f"windows of {in_words(self.step)} are too short for scrapes every {in_words(self.interval)}",
                f"take windows of at least {in_words(LEAST * self.interval)}",
            )
        count = math.floor((self.until - self.since) / self.step + 1e-6)
        if count < 1:
            raise CannotMeasure(
                f"from {told(self.since)} to {told(self.until)} there is no whole window of {in_words(self.step)}",
                "take shorter windows, or a longer time",
            )
        return Span(self.until - (count - 1) * self.step, self.until, self.step)


def range_of(metrics: Metrics, wanted: Wanted, over: Stretch, *, at_once: bool = True) -> Range:
    """A signal of requests, or a query of the team's own, over a time of the past.

    The windows adjoin and end at *until*; what is left of the time before the first whole window is not in the range.

    Args:
        metrics: the source.
        wanted: which signal, and how; its own window does not matter.
        over: the time.
        at_once: whether the value over all of the time is wanted, too; else that is not known.

    Raises:
        CannotMeasure: it cannot be measured in any window, nobody remembers the past, or the source cannot be asked.
        NotSetUp: the settings do not say enough.
    """
    if not isinstance(metrics, PrometheusMetrics):
        raise CannotMeasure(
            f"what {wanted.signal} was at {told(over.since)} is not known: {metrics.said} measure it, and nobody "
            "keeps those",
            "set the url of a Prometheus that scrapes this service in the target's metrics",
        )
    span, step = over.windows(), over.step
    past = Past(metrics, span)
    wanted = replace(wanted, window=step)
    way = by_query(past, wanted) if wanted.query else by_families(past, wanted)
    followed = tuple(_followed(way.reading, wanted, metrics, over.interval))
    holes, moved = holes_of(past, followed, step, over.interval)
    notes = [*way.reading.notes, *_notes(followed, moved)]
    whole, why = _whole(metrics, wanted, way, span) if at_once else (None, "")
    if why:
        notes.append(("not measured at once", why))
    return Range(
        wanted.signal,
        UNITS.get(wanted.signal, f" {wanted.unit}" if wanted.unit else ""),
        span.start - step,
        span.end,
        step,
        way.windows,
        whole.total if whole else None,
        whole.parts if whole else (),
        _together(way.windows, holes),
        way.reading.family,
        way.reading.said,
        metrics.said,
        tuple(notes),
    )


def _whole(metrics: PrometheusMetrics, wanted: Wanted, way: Way, span: Span) -> tuple[Reading | None, str]:
    """The signal over all windows at once; or None, and why."""
    length = span.end - span.start + span.step
    if wanted.query and WINDOW not in wanted.query:
        return None, f"the query says itself over which time it looks, and has no {WINDOW}"
    try:
        return way.read(Past(metrics, Span(span.end, span.end, length)).at(0), length), ""
    except CannotMeasure as error:
        return None, error.what


def _followed(reading: Reading, wanted: Wanted, metrics: PrometheusMetrics, interval: float) -> Iterator[Followed]:
    """The series in which holes are looked for."""
    for selector, _ in reading.made_of:
        yield Followed(str(metrics.chosen(selector)), interval)
    if not wanted.query:
        return
    try:
        found = [one for one in selections(wanted.asked) if not one.is_moved]
    except NotUnderstood:  # it is noted, and the windows without a value are seen all the same
        return
    for one in found:
        matchers = tuple(Matcher(each.label, cast("Op", each.op), each.value) for each in one.matchers)
        yield Followed(str(Selector(one.name, matchers)), max(interval, OF_RULES) if ":" in one.name else interval)


def _notes(followed: Sequence[Followed], moved: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not followed:
        yield "not checked", "whether its series have holes: the query is not understood"
    if moved:
        yield "came or went", ", ".join(moved)


def _together(windows: Sequence[Window], holes: Sequence[Hole]) -> tuple[Hole, ...]:
    """The holes, and the windows of which nothing is known for another reason."""
    seen = {hole.end for hole in holes if not hole.of}
    unknown = [Hole(one.start, one.end, "", one.why) for one in windows if one.why and one.end not in seen]
    return tuple(sorted((*holes, *unknown), key=lambda hole: (hole.start, hole.of)))
