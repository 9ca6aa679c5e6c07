"""Ask the queries of one panel: first for this service's data; where there are none, for what explains that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.frames import Held
from pytest_golive.observability.dashboards.api.grafana import Forbidden, Grafana
from pytest_golive.observability.dashboards.querying.asked import Asked
from pytest_golive.observability.dashboards.querying.history import History, computed
from pytest_golive.observability.queries.founding import (
    is_about_alerts,
    is_constant,
    series_behind,
    series_of_service,
)
from pytest_golive.observability.queries.rewriting import within, without_outcomes
from pytest_golive.observability.queries.selecting import NotUnderstood, selections
from pytest_golive.observability.sources.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Asking:
    """Where and about when queries are asked, and whose data are meant.

    Attributes:
        grafana: where they are asked.
        labels: of this service's series.
        since: from when on data count, in seconds since 1970.
        until: up to when.
        metrics: asked instead, where Grafana does not let us query; None if there is none.
    """

    grafana: Grafana
    labels: Mapping[str, str]
    since: float
    until: float
    metrics: Metrics | None = None

    def over(self, seconds: float) -> Asking:
        """The same over at least so many seconds up to now."""
        return replace(self, since=min(self.since, self.until - seconds))

    def ask(self, queries: Sequence[Asked]) -> list[Asked]:
        """The queries of one panel with what came back, and what explains that nothing did.

        Raises:
            CannotMeasure: they could not be asked.
        """
        own = [_within(query, self.labels) for query in queries]
        found = self._own(own, queries)
        if any(one.error or one.held == "data" for one in found if one.counts):
            return _restored(found, queries)
        relaxed = [_relaxed(query) for query in own]
        if relaxed != own:
            others = self._own(relaxed, queries)
            found = [replace(one, is_quiet=_has(other)) for one, other in zip(found, others, strict=True)]
        found = [replace(one, is_quiet=one.is_quiet or (one.is_promql and is_about_alerts(one.text))) for one in found]
        if self.labels and not any(one.is_quiet for one in found):
            plain = self._answered(queries)
            found = [
                replace(one, is_of_others=_has(other) and not one.is_made_up and not one.ended)
                for one, other in zip(found, plain, strict=True)
            ]
        return _restored(found, queries)

    def _own(self, asked: Sequence[Asked], queries: Sequence[Asked]) -> list[Asked]:
        """The queries with what came back of series that are there, and go on."""
        history = History(self.grafana, self.metrics, self.since, self.until)
        return computed(history.going_on(self._founded(self._answered(asked), queries)))

    def _founded(self, found: Sequence[Asked], queries: Sequence[Asked]) -> list[Asked]:
        """The queries, of which those show nothing whose value needs no series, or stands for none."""
        shown = [one for one in found if one.is_promql and one.held == "data"]
        constant = {one.ref for one in shown if is_constant(one.text)}
        behind = [one.asking(text) for one in shown if (text := series_behind(one.text))]
        plain = {one.ref: one for one in queries}
        asked = ((one, series_of_service(plain[one.ref].text, self.labels)) for one in shown)
        owned = [one.asking(text) for one, text in asked if text and one.ref not in constant]
        made_up = constant | self._empty(behind)
        ownerless = self._empty(owned) - made_up
        lacks = f"shows is not proven: its series lack {', '.join(self.labels)}"
        lacking = {ref: f"whose data query {ref} {lacks}" for ref in ownerless}
        return [
            replace(one, held="nothing", is_made_up=True)
            if one.ref in made_up
            else replace(one, is_ownerless=one.ref in ownerless, unproven=one.unproven or lacking.get(one.ref, ""))
            for one in found
        ]

    def _empty(self, queries: Sequence[Asked]) -> set[str]:
        """The letters of those that find nothing."""
        found = self._answered(queries) if queries else ()
        return {one.ref for one in found if not one.error and one.held != "data"}

    def _answered(self, queries: Sequence[Asked]) -> list[Asked]:
        try:
            results = self.grafana.query([query.body for query in queries], self.since, self.until)
        except Forbidden as error:
            return [self._at_source(query, error) for query in queries]
        return [query.answered(results.get(query.ref, {})) for query in queries]

    def _at_source(self, query: Asked, error: Forbidden) -> Asked:
        """The query, asked where the metrics are, since Grafana does not let us query."""
        if self.metrics is None or not query.is_promql:
            raise CannotMeasure(error.what, error.cure)
        values = self.metrics.ask(query.text)
        numbers = [sample.value for sample in values.samples]
        found: Held = "data" if any(map(math.isfinite, numbers)) else "not a number" if numbers else "nothing"
        note = f"query {query.ref} was asked at {self.metrics.said}, since Grafana does not let us query"
        return replace(query, held=found, unproven=query.unproven or note)


def _has(query: Asked) -> bool:
    return query.held == "data" and query.counts


def _restored(found: Sequence[Asked], queries: Sequence[Asked]) -> list[Asked]:
    """What was found, with the queries as the panel has them."""
    return [replace(one, body=query.body) for one, query in zip(found, queries, strict=True)]


def _within(query: Asked, labels: Mapping[str, str]) -> Asked:
    """The query for this service's data alone, if it can be told."""
    if query.is_expression:
        return query
    if not query.is_promql:
        what = f"whose data query {query.ref} shows is not proven: it is not PromQL"
        return replace(query, unproven=f"{what}, but {query.source.kind if query.source else ''}")
    try:
        selections(query.text)
        return query.asking(within(query.text, labels))
    except NotUnderstood as error:
        return replace(query, unread=str(error))


def _relaxed(query: Asked) -> Asked:
    """The query without conditions for how a request ended: a healthy service has no series of bad ends."""
    if not query.is_promql:
        return query
    try:
        return query.asking(without_outcomes(query.text, labelled=True))
    except NotUnderstood:
        return query
