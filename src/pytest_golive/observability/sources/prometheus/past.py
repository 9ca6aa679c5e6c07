"""The metrics of a service at moments of the past: each question is asked once, for all of them, as a range."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.metrics import Instance, Meta, Sample, Values
from pytest_golive.observability.sources.prometheus.clock import TOLERANCE, check
from pytest_golive.observability.sources.prometheus.http_api import MOST_POINTS, Span
from pytest_golive.observability.sources.prometheus.naming import families_of
from pytest_golive.observability.sources.prometheus.refusing import Refused
from pytest_golive.observability.sources.prometheus.results import Result, Series
from pytest_golive.observability.sources.prometheus.source import LOOKBACK, PrometheusMetrics
from pytest_golive.observability.sources.selecting import Selector

MOST_QUESTIONS: Final = 300  # of one range: labels that change all the time make a question of their own each time
TOO_MUCH: Final = frozenset({"limit", "timeout"})
NEAR: Final = 0.0015  # seconds: servers count in milliseconds


@dataclass
class _Told:
    """The answers to one question, by the number of the moment."""

    samples: Mapping[int, tuple[Sample, ...]]
    native: int
    last: Result


class Past:
    """The same source of metrics, at evenly spaced moments.

    Args:
        source: of now.
        span: the moments, by this machine's clock; the last one is at most now.

    Attributes:
        moments: in seconds since 1970, the oldest first.
        failed: why the server could not be asked; None if it could. What fails once is not asked again.

    Raises:
        CannotMeasure: the server's clock is off, the span ends in the future, or there are too many moments.
    """

    def __init__(self, source: PrometheusMetrics, span: Span) -> None:
        check(source.api.client.api, source.api.clock)
        count = round((span.end - span.start) / span.step) + 1
        if count > MOST_POINTS:
            raise CannotMeasure(
                f"{count:,} moments between {told(span.start)} and {told(span.end)} are more than a server answers for",
                f"take longer steps than {in_words(span.step)}, or a shorter time",
            )
        if (ahead := span.end - time.time()) > TOLERANCE:
            raise CannotMeasure(
                f"{told(span.end)} is {in_words(ahead)} in the future by this machine's clock",
                "set the clock by NTP, and see who wrote that time: what has not happened cannot be measured",
            )
        self.source = source
        self.moments = tuple(span.start + number * span.step for number in range(count))
        self.failed: CannotMeasure | None = None
        self._span = span
        self._most = count  # moments of one request that the server has answered
        self._told: dict[str, _Told] = {}

    def at(self, number: int) -> Then:
        """The source at the moment of that *number*, from 0."""
        return Then(self, number)

    def names(self) -> Mapping[str, Meta]:
        """The metrics that the service had at any of the moments, by the name of the family; raises as `asked`."""
        api, matchers = self.source.api, self.source.matchers
        selectors = [Selector("", matchers)] if matchers else []
        names = api.label_values("__name__", selectors, self.moments[0] - LOOKBACK, self.moments[-1])
        return families_of(names, self.source.metadata())

    def asked(self, expression: str, number: int) -> Result:
        """The value of an expression at one moment, as a query for then would give it.

        Raises:
            CannotMeasure: the server cannot be asked, data is missing, or its answer is not understood.
        """
        if self.failed is not None:
            raise self.failed
        try:
            told_ = self._told.get(expression) or self._told.setdefault(expression, self._ask(expression))
        except CannotMeasure as error:
            self.failed = error
            raise
        return replace(told_.last, kind="vector", samples=told_.samples.get(number, ()), series=(), native=told_.native)

    def _ask(self, expression: str) -> _Told:
        if len(self._told) >= MOST_QUESTIONS:
            raise CannotMeasure(
                f"{self.source.said}: more than {MOST_QUESTIONS} questions are needed for one signal over a time",
                "its labels change from one moment to the next: write a query that sums over them",
            )
        found: dict[int, list[Sample]] = defaultdict(list)
        native = 0
        for result in self._parts(expression, 0, len(self.moments) - 1):
            for series in result.whole().series:
                native += series.native
                for number, sample in self._placed(series, result):
                    found[number].append(sample)
            last = result
        return _Told({number: tuple(samples) for number, samples in found.items()}, native, last)

    def _parts(self, expression: str, first: int, last: int) -> list[Result]:
        """The answers for the moments from *first* to *last*, in halves where that is too much for the server."""
        if last - first >= self._most:
            middle = first + self._most - 1
            return [*self._parts(expression, first, middle), *self._parts(expression, middle + 1, last)]
        span = Span(self.moments[first], self.moments[last], self._span.step)
        try:
            return [self.source.api.query_range(expression, span)]
        except Refused as error:
            if error.reason not in TOO_MUCH or first == last:
                raise
            self._most = (last - first + 1) // 2
            return self._parts(expression, first, last)

    def _placed(self, series: Series, result: Result) -> list[tuple[int, Sample]]:
        """The values of a series, by the numbers of the moments that they are of."""
        found = []
        for at, value in series.points:
            number = round((at - self._span.start) / self._span.step)
            if not 0 <= number < len(self.moments) or abs(at - self.moments[number]) > NEAR:
                raise CannotMeasure(
                    f"{self.source.said} answers {result.answered.place} with a value of {told(at)}, which was not "
                    "asked for",
                    "see whether a cache, or another proxy, stands between it and this machine",
                )
            found.append((number, Sample(series.labels, value, at)))
        return found


class Then(PrometheusMetrics):
    """The metrics of a service as they were at one moment.

    Args:
        past: who asks for all moments at once.
        number: of the moment, from 0.
    """

    def __init__(self, past: Past, number: int) -> None:
        self.api, self.matchers = past.source.api, past.source.matchers
        self.past, self.number = past, number

    @property
    def moment(self) -> float:
        """In seconds since 1970."""
        return self.past.moments[self.number]

    def names(self) -> Mapping[str, Meta]:
        """The metrics that the service had at any of the moments."""
        return self.past.names()

    def why_empty(self, selector: Selector, window: float = 0.0) -> str:
        """Why there was no value, for a message."""
        back = f" or in {in_words(window)} before" if window else ""
        return f"no series matches {self.chosen(selector)} at {told(self.moment)}{back}"

    def instances(self) -> tuple[Instance, ...]:
        """Those of now: nobody remembers what a server scraped."""
        return self.past.source.instances()

    def ask(self, expression: str) -> Values:
        """The value of a PromQL expression at that moment."""
        return self._then(expression)

    def _whole(self, expression: str) -> Values:
        return self._then(expression)

    def _then(self, expression: str) -> Values:
        result = self.past.asked(expression, self.number)
        return Values(self._numbers(result, expression), self.moment, result.answered.warnings)


def told(at: float) -> str:
    """A moment in words: "2026-11-02 09:30:00 UTC"."""
    try:
        return f"{dt.datetime.fromtimestamp(at, dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return "no time"
