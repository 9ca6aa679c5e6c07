"""The paths of the API: queries, series, labels, metadata, targets, rules, alerts, and the server's own state."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.items import Item, other_shape
from pytest_golive.observability.sources.metrics import Selector
from pytest_golive.observability.sources.prometheus.clock import Clock, clock_of
from pytest_golive.observability.sources.prometheus.envelope import Answered, asked
from pytest_golive.observability.sources.prometheus.results import MOST_SERIES, Result, result_of
from pytest_golive.observability.sources.prometheus.server import Server, server_of
from pytest_golive.observability.sources.prometheus.targets import ScrapeTarget, target_of

MOST_POINTS: Final = 11_000  # of a series, at Prometheus; others allow more


@dataclass(frozen=True, slots=True)
class Span:
    """A time span with steps, aligned to multiples of its step, so that the same question has the same answer.

    Attributes:
        start: in seconds since 1970.
        end: in seconds since 1970.
        step: in seconds.
    """

    start: float
    end: float
    step: float


def aligned(start: float, end: float, step: float) -> Span:
    """The span with whole steps; longer ones, if there would be more points than a server computes.

    Args:
        start: in seconds since 1970.
        end: in seconds since 1970.
        step: seconds between two points, at least 1 ms.
    """
    step = max(1, math.ceil(step * 1000))  # milliseconds: no server counts finer
    times = math.ceil((end - start) * 1000 / step / (MOST_POINTS - 1))
    step *= max(1, times)
    first, last = (math.floor(at * 1000 / step) * step / 1000 for at in (start, end))
    return Span(first, last, step / 1000)


class HttpApi:
    """Questions to one server.

    Args:
        client: for the server.
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    @cached_property
    def server(self) -> Server:
        """Which server it is."""
        return server_of(self.client)

    @cached_property
    def clock(self) -> Clock:
        """Its clock, compared with ours."""
        return clock_of(self.query("time()"))

    def query(self, expression: str, at: float | None = None, most: int = MOST_SERIES) -> Result:
        """The value of an expression at one moment.

        Args:
            expression: PromQL.
            at: in seconds since 1970; None for now by the server's clock.
            most: series that the result may have.

        Raises:
            Refused: the server reports an error.
            CannotMeasure: there is no usable answer.
        """
        query = {"query": expression, "time": _time(at), **self.server.fresh}
        return result_of(self._part("query", query), most)

    def query_range(self, expression: str, span: Span, most: int = MOST_SERIES) -> Result:
        """The values of an expression over a span of time; raises as `query`."""
        times = {"start": _time(span.start), "end": _time(span.end), "step": f"{span.step:.3f}"}
        result = result_of(self._part("query_range", {"query": expression, **times, **self.server.fresh}), most)
        if result.kind != "matrix":
            raise other_shape(result.answered.place, "a matrix")
        return result

    def series(self, selectors: Sequence[Selector], start: float, end: float) -> list[Mapping[str, str]]:
        """The labels of the series that match, with samples in a span of time; raises as `query`."""
        answered = self._asked("series", self._matching(selectors, start, end))
        if not isinstance(answered.data, list):
            raise other_shape(answered.place, "a list of series")
        return [Item({"metric": one}, answered.place).labels("metric") for one in answered.data]

    def labels(self, selectors: Sequence[Selector], start: float, end: float) -> list[str]:
        """The names of the labels of series that match, with samples in a span of time; raises as `query`."""
        return self._texts(self._asked("labels", self._matching(selectors, start, end)))

    def label_values(self, label: str, selectors: Sequence[Selector], start: float, end: float) -> list[str]:
        """The values of a label of series that match, with samples in a span of time; raises as `query`."""
        answered = self._asked(
            f"label/{quote(label, safe='')}/values", self._matching(selectors, start, end), changes_nothing=False
        )
        return self._texts(answered)

    def metadata(self, metric: str = "") -> Mapping[str, Sequence[Item]]:
        """Type, unit and help of metrics by name, each as its targets tell it; raises as `query`."""
        found = self._asked("metadata", {"metric": metric or None}, changes_nothing=False).item
        return {name: found.items(name) for name in found.values}

    def targets(self) -> list[ScrapeTarget]:
        """What the server scrapes; raises as `query`."""
        found = self._asked("targets", {"state": "active"}, changes_nothing=False).item
        return [target_of(item) for item in found.items("activeTargets")]

    def rules(self, kind: str = "") -> list[Item]:
        """The groups of rules that are loaded; empty proves nothing where the server holds no rules.

        Args:
            kind: "alert" or "record"; "" for both.

        Raises:
            Refused: the server reports an error.
            CannotMeasure: there is no usable answer.
        """
        found = self._asked("rules", {"type": kind or None}, changes_nothing=False)
        return found.item.items("groups")

    def alerts(self) -> list[Item]:
        """The alerts that are pending or firing; raises as `query`."""
        return self._asked("alerts", {}, changes_nothing=False).item.items("alerts")

    def alertmanagers(self) -> list[str]:
        """The addresses of the Alertmanagers that alerts are sent to; raises as `query`."""
        found = self._asked("alertmanagers", {}, changes_nothing=False).item
        return [item.text("url") for item in found.items("activeAlertmanagers")]

    def flags(self) -> Mapping[str, str]:
        """The options of the server's command line; raises as `query`."""
        answered = self._asked("status/flags", {}, changes_nothing=False)
        return Item({"flags": answered.data}, answered.place).labels("flags")

    def runtime(self) -> Item:
        """Facts about the running server: "startTime", "storageRetention", …; raises as `query`."""
        return self._asked("status/runtimeinfo", {}, changes_nothing=False).item

    def parsed(self, expression: str) -> Item:
        """The syntax tree of an expression, which Prometheus gives since 2.51 or so; raises as `query`."""
        return self._asked("parse_query", {"query": expression}).item

    def _asked(self, path: str, query: Mapping[str, Any], *, changes_nothing: bool = True) -> Answered:
        """A whole answer: what is missing in a list looks as if it did not exist."""
        return self._part(path, query, changes_nothing=changes_nothing).whole()

    def _part(self, path: str, query: Mapping[str, Any], *, changes_nothing: bool = True) -> Answered:
        """An answer that may be incomplete: it says so."""
        return asked(self.client, f"/api/v1/{path}", query, changes_nothing=changes_nothing)

    def _matching(self, selectors: Sequence[Selector], start: float, end: float) -> Mapping[str, Any]:
        chosen = [text for text in map(str, selectors) if text]
        return {"match[]": chosen or None, "start": _time(start), "end": _time(end), **self.server.fresh}

    @staticmethod
    def _texts(answered: Answered) -> list[str]:
        return Item({"data": answered.data}, answered.place).texts("data")


def _time(at: float | None) -> str | None:
    return None if at is None else f"{at:.3f}"
