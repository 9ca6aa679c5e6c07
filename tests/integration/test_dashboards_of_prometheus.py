"""Panels behind which a real Prometheus stands: Grafana's way of asking, over series of two services."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, panel
from servers.prometheus import Prometheus, job
from servers.watching import until

from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

pytestmark = pytest.mark.integration
COUNTER = "prometheus_http_requests_total"
PANELS = {
    "healthy": f'sum(rate({COUNTER}{{job="boards"}}[$__rate_interval]))',
    "of the service, or zero": f'sum({COUNTER}{{job="boards"}}) or vector(0)',
    "errors, or zero": f'sum(rate({COUNTER}{{job="boards",code=~"5.."}}[1m])) or vector(0)',
    "made up": 'sum(rate(renamed_total{job="boards"}[1m])) or vector(0)',
    "of another service": f'sum(rate({COUNTER}{{job="other-boards"}}[$__rate_interval]))',
    "another service or zero": f'sum({COUNTER}{{job="other-boards"}}) or vector(0)',
    "not a number": f'sum({COUNTER}{{job="boards"}} * 0) / 0',
    "misspelt": f'sum(rates({COUNTER}{{job="boards"}}[1m]))',
}


class Forwarding(FakeGrafana):
    """Asks a real Prometheus what it is asked, over the range of the request, and answers with frames of it."""

    def __init__(self, serve: Any, prometheus: Prometheus) -> None:
        super().__init__(serve)
        self.prometheus = prometheus

    def _queried(self, body: Any) -> tuple[int, dict[str, Any]]:
        results = {query["refId"]: self._result(query["expr"], body) for query in body["queries"]}
        failed = any("error" in one for one in results.values())
        return (400 if failed else 200), {"results": results}

    def _result(self, expression: str, body: Any) -> dict[str, Any]:
        self.expressions.append(expression)
        start, end = (int(body[name]) / 1000 for name in ("from", "to"))
        params: dict[str, Any] = {"query": expression, "start": start, "end": end, "step": 5}
        answer = httpx.get(f"{self.prometheus.url}/api/v1/query_range", params=params, timeout=60).json()
        if answer["status"] == "error":
            return {"status": 400, "error": answer["error"], "frames": []}
        return {"status": 200, "frames": [_frame(one) for one in answer["data"]["result"]]}


def _frame(series: Any) -> dict[str, Any]:
    """A series as Grafana sends it: NaN is null, and named among the entities."""
    times = [at * 1000 for at, _ in series["values"]]
    numbers = [None if value == "NaN" else float(value) for _, value in series["values"]]
    lost = [at for at, value in enumerate(numbers) if value is None]
    fields = [{"name": "Time", "type": "time"}, {"name": "Value", "type": "number", "labels": series["metric"]}]
    data = {"values": [times, numbers]} | ({"entities": [None, {"NaN": lost}]} if lost else {})
    return {"schema": {"refId": "A", "fields": fields}, "data": data}


def scraped(prometheus: Prometheus, *names: str) -> None:
    """Let a Prometheus scrape itself as so many services, until they have rates."""
    prometheus.configure(*(job(name, urlsplit(prometheus.url).netloc) for name in names))
    for name in names:
        prometheus.scrapes(name)
        rates = f'rate({COUNTER}{{job="{name}"}}[1m])'  # a rate needs two samples
        until(lambda rates=rates: prometheus.query(rates), f"{name} has rates")


@pytest.fixture
def boards(prometheus: Prometheus, serve: Any) -> Forwarding:
    """Grafana with a panel for each query, of a Prometheus that scrapes itself as two services."""
    scraped(prometheus, "boards", "other-boards")
    grafana = Forwarding(serve, prometheus)
    grafana.put(dashboard(*(panel(at, title, text) for at, (title, text) in enumerate(PANELS.items(), 1))))
    return grafana


def test_what_is_made_up_or_of_another_service_is_refused(boards: Forwarding) -> None:
    client = Client(Api("Grafana", boards.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    now = time.time()
    found = measure(Asking(Grafana(client), {"job": "boards"}, now - 900, now, None), Wanted(("shop",)))
    assert boards.faults == []
    said = {title: [one.message for one in found.broken if f"'{title}'" in one.message] for title in PANELS}
    assert [title for title, messages in said.items() if not messages] == list(PANELS)[:3], said
    reasons = (
        "although no series of this service is behind it",
        "none of this service",
        "although no series of this service is behind it",
        "nothing but NaN",
        "unknown function",
    )
    for title, reason in zip(list(PANELS)[3:], reasons, strict=True):
        assert reason in said[title][0], said[title]


def test_what_a_window_still_holds_of_series_that_ended_is_refused(prometheus: Prometheus, serve: Any) -> None:
    scraped(prometheus, "ending-boards")
    many = f'count_over_time({COUNTER}{{job="ending-boards"}}[1m]) > 12'  # so that their distance can be told
    until(lambda: prometheus.query(many), "enough samples")
    grafana = Forwarding(serve, prometheus)
    grafana.put(dashboard(panel(1, "Requests", f'sum(rate({COUNTER}{{job="ending-boards"}}[5m]))')))
    client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    later = time.time() + 150  # two minutes and more after the newest scrape that there is by then
    found = measure(Asking(Grafana(client), {"job": "ending-boards"}, later - 900, later), Wanted(("shop",)))
    assert grafana.faults == []
    assert "its series ended 2 min" in found.broken[0].message
