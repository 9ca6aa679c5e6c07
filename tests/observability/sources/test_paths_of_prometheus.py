"""The paths of the API of Prometheus: ranges, series, labels, flags, rules, and how long questions are sent."""

from __future__ import annotations

import math
import time

from metric_apis import api_of, success, vector

from pytest_golive.observability.sources.prometheus.http_api import MOST_POINTS, Span, aligned
from pytest_golive.observability.sources.selecting import Matcher, Selector


def test_spans_are_aligned_and_have_no_more_points_than_a_server_computes():
    assert aligned(1003.7, 1064.2, 15) == Span(990.0, 1050.0, 15.0)
    day = aligned(0, 86_400, 1)
    assert (day.step, day.end / day.step < MOST_POINTS) == (8.0, True)
    assert aligned(10, 10, 0).step == 0.001
    now = time.time()
    month = aligned(now - 30 * 86_400, now, 15)
    assert (month.end - month.start) / month.step + 1 <= MOST_POINTS


def test_ranges_keep_gaps_and_are_asked_with_their_step(serve):
    values = [[10, "1"], [40, "NaN"]]
    api, server = api_of(serve, success({"resultType": "matrix", "result": [{"metric": {"a": "b"}, "values": values}]}))
    (series,) = api.query_range("x", Span(10.0, 40.0, 15.0)).series
    assert series.points[0] == (10.0, 1.0)
    assert math.isnan(series.points[1][1])
    assert "start=10.000&end=40.000&step=15.000" in server.requests[-1][1]


def test_long_expressions_are_sent_in_a_body(serve):
    api, server = api_of(serve, vector())
    api.query(" or ".join(f"metric_{number}" for number in range(500)))
    method, url, _, body = server.requests[-1]
    assert (method, url) == ("POST", "/api/v1/query")
    assert b"metric_499" in body


def test_series_labels_and_their_values(serve):
    answers = {
        "/api/v1/series": [{"__name__": "up", "job": "shop"}],
        "/api/v1/labels": ["job"],
        "/api/v1/label/job/values": ["shop"],
    }
    api, server = api_of(serve, lambda request: success(answers[request[1].partition("?")[0]]))
    chosen = [Selector("up", (Matcher("job", "=", 'a"b'),))]
    assert api.series(chosen, 1, 2) == [{"__name__": "up", "job": "shop"}]
    assert api.labels(chosen, 1, 2) == ["job"]
    assert api.label_values("job", chosen, 1, 2) == ["shop"]
    assert "match%5B%5D=up%7Bjob%3D%22a%5C%22b%22%7D&start=1.000&end=2.000" in server.requests[-1][1]


def test_flags_rules_alerts_and_alertmanagers(serve):
    answers = {
        "/api/v1/status/flags": {"query.timeout": "2m"},
        "/api/v1/rules": {"groups": [{"name": "g", "rules": None}]},
        "/api/v1/alerts": {"alerts": []},
        "/api/v1/alertmanagers": {"activeAlertmanagers": [{"url": "http://a:9093/api/v2/alerts"}]},
    }
    api, _ = api_of(serve, lambda request: success(answers[request[1].partition("?")[0]]))
    assert api.flags() == {"query.timeout": "2m"}
    assert [group.items("rules") for group in api.rules()] == [[]]
    assert api.alerts() == []
    assert api.alertmanagers() == ["http://a:9093/api/v2/alerts"]
