"""A source of metrics at one moment: what exists, and how it is, is asked for once, and what has happened each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from pytest_golive.observability.sources.metrics import How, Instance, Meta, Metrics, Values
from pytest_golive.observability.sources.selecting import Selector

T = TypeVar("T")


class OfOneMoment:
    """*source*, for several measurements of the same moment.

    Each of them wants to know which metrics and instances there are, which labels, and how old. That is remembered, so
    that they also agree about it. Growth and rates are not: whoever asks for them again wants to see them as they are
    now, because a scrape came between two questions. Errors are not remembered either.

    Args:
        source: of the metrics of a server; own scrapes are a memory already.
    """

    def __init__(self, source: Metrics) -> None:
        self._source = source
        self._known: dict[tuple[str, ...], object] = {}

    @property
    def said(self) -> str:
        """Where it is read."""
        return self._source.said

    def names(self) -> Mapping[str, Meta]:
        """The metrics that exist, as they were when that was first asked."""
        return self._once(("names",), self._source.names)

    def instances(self) -> tuple[Instance, ...]:
        """The processes that are scraped, as they were when that was first asked."""
        return self._once(("instances",), self._source.instances)

    def values(self, selector: Selector, by: Sequence[str] = (), how: How = "max") -> Values:
        """The newest values, as they were when they were first asked for."""
        return self._once(("values", how, str(selector), *by), lambda: self._source.values(selector, by, how))

    def series(self, selector: Selector) -> Values:
        """The newest value of each series, as it was when it was first asked for."""
        return self._once(("series", str(selector)), lambda: self._source.series(selector))

    def ages(self, selector: Selector, by: Sequence[str] = ()) -> Values:
        """Seconds since the newest sample, as they were when they were first asked for."""
        return self._once(("ages", str(selector), *by), lambda: self._source.ages(selector, by))

    def rates(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second, as it is now."""
        return self._source.rates(selector, window, by)

    def growth(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The same from zero where a series begins, as it is now."""
        return self._source.growth(selector, window, by)

    def why_empty(self, selector: Selector, window: float = 0.0) -> str:
        """Why there is no value, as it is now."""
        return self._source.why_empty(selector, window)

    def ask(self, expression: str) -> Values:
        """The value of an expression, as it is now."""
        return self._source.ask(expression)

    def _once(self, question: tuple[str, ...], ask: Callable[[], T]) -> T:
        if question not in self._known:
            self._known[question] = ask()
        return self._known[question]  # type: ignore[return-value]
