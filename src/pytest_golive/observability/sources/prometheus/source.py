"""The metrics of a service, as a server with the API of Prometheus holds them."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.growing import duration, grouped_by, growth_of
from pytest_golive.observability.sources.items import Item
from pytest_golive.observability.sources.metrics import How, Instance, Meta, Sample, Values
from pytest_golive.observability.sources.prometheus.clock import check, check_time
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.observability.sources.prometheus.missing import why_empty
from pytest_golive.observability.sources.prometheus.naming import families_of
from pytest_golive.observability.sources.prometheus.processes.instances import instances_of
from pytest_golive.observability.sources.prometheus.results import Result
from pytest_golive.observability.sources.selecting import Matcher, Selector

LOOKBACK: Final = 300.0  # seconds for which a series is alive after its last sample, by default


class PrometheusMetrics:
    """The series with the labels of one service.

    Args:
        client: for the server.
        matchers: the labels of the service's series; none for all series.
    """

    def __init__(self, client: Client, matchers: Sequence[Matcher] = ()) -> None:
        self.api = HttpApi(client)
        self.matchers = tuple(matchers)

    @cached_property
    def said(self) -> str:
        """Where it is read: "Prometheus 3.5.3 at metrics.example:9090"."""
        return f"{self.api.server.named} at {self.api.client.api.named.partition(' at ')[2]}"

    def names(self) -> Mapping[str, Meta]:
        """The metrics of the service's series, by the name of the family."""
        self._check_clock()
        now = time.time() + self.api.clock.ahead
        selectors = [Selector("", self.matchers)] if self.matchers else []
        names = self.api.label_values("__name__", selectors, now - LOOKBACK, now)
        return families_of(names, self.metadata())

    def values(self, selector: Selector, by: Sequence[str] = (), how: How = "max") -> Values:
        """The newest values of the series that are alive, aggregated; NaN where one of a group's series is NaN."""
        series = self.chosen(selector)
        found = self._whole(f"{how}{grouped_by(by)}({series})")
        if how not in {"max", "min"} or not found.samples:
            return found
        # max and min pass over what is not a number; but nothing is known of such a series.
        empty = {_key(one, by) for one in self._whole(f"count{grouped_by(by)}({series} != {series})").samples}
        known = tuple(
            dataclasses.replace(one, value=math.nan) if _key(one, by) in empty else one for one in found.samples
        )
        return dataclasses.replace(found, samples=known)

    def series(self, selector: Selector) -> Values:
        """The newest value of each series that is alive."""
        found = self._whole(str(self.chosen(selector)))
        samples = tuple(dataclasses.replace(one, labels=_without_name(one.labels)) for one in found.samples)
        return dataclasses.replace(found, samples=samples)

    def rates(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second of counters."""
        return self._whole(f"sum{grouped_by(by)}(rate({self.chosen(selector)}[{duration(window)}]))")

    def growth(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second of counters, from zero where a series begins."""
        return self._whole(growth_of(self.chosen(selector), self.matchers, window, by))

    def ages(self, selector: Selector, by: Sequence[str] = ()) -> Values:
        """Seconds since the newest sample of series that are alive."""
        return self._whole(f"time() - max{grouped_by(by)}(timestamp({self.chosen(selector)}))")

    def why_empty(self, selector: Selector, window: float = 0.0) -> str:
        """Why there is no value, for a message."""
        return why_empty(self.api, self.chosen(selector), window)

    def instances(self) -> tuple[Instance, ...]:
        """The targets of the service, also those whose scrape fails."""
        self._check_clock()
        return instances_of(self.api, self.matchers)

    def ask(self, expression: str) -> Values:
        """The value of a PromQL expression now; what is missing is said in it."""
        self._check_clock()
        return self._values(self.api.query(expression), expression)

    def _whole(self, expression: str) -> Values:
        """The value of an expression, of which nothing is missing: a series that is not there looks like none."""
        self._check_clock()
        return self._values(self.api.query(expression).whole(), expression)

    def _values(self, result: Result, expression: str) -> Values:
        samples = self._numbers(result, expression)
        api, place = self.api.client.api, result.answered.place
        now = time.time() + self.api.clock.ahead
        for sample in samples:
            check_time(api, place, sample.at - self.api.clock.ahead)
        at = samples[0].at if samples else now
        return Values(samples, at, result.answered.warnings, result.answered.partial)

    def chosen(self, selector: Selector) -> Selector:
        """*selector* with the labels of the service."""
        extra = [matcher for matcher in self.matchers if matcher not in selector.matchers]
        return Selector(selector.name, (*selector.matchers, *extra))

    def metadata(self) -> Mapping[str, Sequence[Item]]:
        """What targets say of their metrics; nothing where a server does not keep that, as some do not."""
        try:
            return self.api.metadata()
        except CannotMeasure:
            if self.api.server.has_targets:
                raise
            return {}

    def _check_clock(self) -> None:
        check(self.api.client.api, self.api.clock)

    def _numbers(self, result: Result, expression: str) -> tuple[Sample, ...]:
        if result.native:
            raise CannotMeasure(
                f"{self.said}: {expression} gives native histograms, which are no numbers",
                "ask for histogram_quantile(), histogram_count(), histogram_sum() or histogram_fraction() of them",
            )
        if result.kind in {"matrix", "string"}:
            what = "values over time" if result.kind == "matrix" else "a text"
            raise CannotMeasure(
                f"{self.said}: {expression} gives {what}, not one value for each series",
                "put it into rate(), increase() or *_over_time(), or leave out the range",
            )
        return result.samples


def _without_name(labels: Mapping[str, str]) -> Mapping[str, str]:
    return {label: value for label, value in labels.items() if label != "__name__"}


def _key(sample: Sample, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(sample.labels.get(label, "") for label in by)
