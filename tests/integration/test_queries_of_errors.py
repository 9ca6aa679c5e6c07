"""A query of the team's own for the error rate, at a real server: before the first failure, and with a wrong status."""

from __future__ import annotations

import contextlib

import pytest
from metric_apis import client_for
from servers.prometheus import job
from servers.watching import until

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

pytestmark = pytest.mark.integration
CAP = Cap("error rate", 1.0, "<", " %")
RATIO = (
    'sum(rate(http_requests_total{job="calm",status=~"5.."}[$window]))'
    ' / sum(rate(http_requests_total{job="calm"}[$window]))'
)


def test_queries_before_the_first_failure(prometheus, serve):
    counted = [0, 0]

    def answer(_):
        counted[0] += 20
        failed = f'http_requests_total{{status="503"}} {counted[1]}\n' if counted[1] else ""
        text = f'http_requests_total{{status="200"}} {counted[0]}\nhttp_requests_total{{status="404"}} 3\n{failed}'
        return 200, {"Content-Type": "text/plain; version=0.0.4"}, text.encode()

    prometheus.configure(job("calm", serve(answer).url.removeprefix("http://")))
    metrics = PrometheusMetrics(client_for(prometheus.url), (Matcher("job", "=", "calm"),))

    def measured(query):
        return measure(
            metrics,
            Wanted("error_rate", 16.0, query=query, unit="%" if "100" in query else "ratio"),
            CAP,
            longest_age=60.0,
        )

    moving = RATIO.partition(" / ")[2].replace("$window", "16s")
    until(lambda: any(one.value > 0 for one in metrics.ask(moving).samples), "requests are counted")
    for query in (RATIO, f"100 * ({RATIO})"):
        found = measured(query)
        assert found.first.total.value == 0.0
        assert "no failed request yet" in dict(found.notes())
    for query, said in (
        (RATIO.replace("5..", "5xx"), "can match nothing, for the values of status are 200, 404"),
        (RATIO.replace("$window]))", "$window])) or vector(0)", 1).replace("5..", "5xx"), "can match nothing"),
        (RATIO.replace("status", "code"), "has the label code"),
        (RATIO.replace('=~"5.."', '="404"'), "none of the server's errors"),
        (RATIO.replace('=~"5.."', '="500"'), "only some of the server's errors"),
    ):
        with pytest.raises(CannotMeasure, match=said):
            measured(query)
    counted[1] = 7  # a single sample has no rate, and is no 0 either
    until(lambda: metrics.ask('http_requests_total{job="calm",status="503"}').samples, "the failures are scraped")
    with contextlib.suppress(CannotMeasure):  # or two samples have been stored, whose rate is 0 by what they say
        assert "no failed request yet" not in dict(measured(RATIO).notes())
    prometheus.configure()
