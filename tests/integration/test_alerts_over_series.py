"""Rules over series that a real server has, and over those that it does not have."""

from __future__ import annotations

import math

import pytest
from faulty_rules import GOOD, SERIES
from rules_made import NEEDED, judged, recording, rule
from servers.prometheus import job
from servers.watching import until

from pytest_golive.observability.alerts.alerting import Given, judge_rules
from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.rules.server import read_rules
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

pytestmark = pytest.mark.integration
OTHERS = b'http_requests_total{code="200",status="200"} 9\nhttp_server_requests_seconds_bucket{le="+Inf"} 9\n'
ALL = GOOD["error_rate"].replace('job="shop",', "").replace('{job="shop"}', "")


@pytest.fixture
def watched(prometheus, serve):
    """A server with the series of a healthy shop, which has no error yet, and of another team."""
    pages = {name: serve(lambda _request, page=page: (200, {"Content-Type": "text/plain"}, page)).url for name, page in
             (("shop", SERIES), ("big", OTHERS))}  # fmt: skip
    made = Watched(HttpApi(Client(Api("Prometheus", prometheus.url))), {"job": "shop"})
    made.jobs = [job(name, url.removeprefix("http://")) for name, url in pages.items()]
    prometheus.configure(*made.jobs, rules={"groups": []})
    for url in pages.values():
        at = url.removeprefix("http://")
        until(
            lambda at=at: Watched(made.api, {}).count(f'http_requests_total{{instance="{at}"}}') == 1, "it is scraped"
        )
    return made


def test_a_rule_over_series_that_are_not_there_never_fires(watched):
    def said(signal, text, *recordings):
        needed = NEEDED[signal]
        found = judged(needed, *recordings, rule(text))
        assert found.is_covered, (found.finding, found.doubt)
        answered = living(found, (found.best,), watched)
        return ("never", answered.finding.message) if answered.finding else ("doubt", answered.doubt)

    for signal, text in GOOD.items():
        assert said(signal, text) == ("doubt", ""), signal
    ratio, _, limit = GOOD["error_rate"].rpartition(" > ")
    kept = recording("job:http_errors:ratio5m", ratio)
    assert said("error_rate", f"job:http_errors:ratio5m > {limit}", kept) == ("doubt", "")
    for signal, text, state, why in (
        ("error_rate", GOOD["error_rate"].replace("code", "status"), "never",
         'no series http_requests_total{job="shop"} has the label status'),
        ("error_rate", GOOD["error_rate"].replace("code", "outcome").replace("5..", "SERVER_ERROR"), "never",
         "no series of http_requests_total has the label outcome"),
        ("error_rate", GOOD["error_rate"].replace("5..", "5xx"), "never",
         'code=~"5xx" can match nothing, for the only value of code is 200'),
        ("latency", GOOD["latency"].replace("http_request_duration", "http_server_requests"), "never",
         'there is no series http_server_requests_seconds_bucket{job="shop"}'),
        ("memory", GOOD["memory"].replace("working_set", "usage"), "never",
         "there is no series of container_memory_usage_bytes on the server"),
        ("queue_depth", 'rabbitmq_queue_messages{job="shop"} > 1000', "never",
         "there is no series of rabbitmq_queue_messages on the server"),
        ("error_rate", ALL.replace("sum by (job) ", "sum"), "doubt", "and of others, which dilute it"),
        ("error_rate", ALL, "doubt", ""),
    ):  # fmt: skip
        found = said(signal, text)
        assert found[0] == state, (text, found)
        assert why in found[1], (text, found)
    broken = recording("job:http_errors:ratio5m", ratio.replace("code", "outcome").replace("5..", "SERVER_ERROR"))
    assert said("error_rate", f"job:http_errors:ratio5m > {limit}", broken)[0] == "never"


def test_a_group_that_limits_its_alerts_and_is_evaluated_seldom(watched, prometheus, monkeypatch):
    """Prometheus of both generations says so of its groups, also if it has run for long enough to have evaluated them."""
    monkeypatch.setattr("pytest_golive.observability.alerts.rules.health.running_for", lambda _client: math.inf)
    text = GOOD["error_rate"].replace('job="shop",', "").replace('{job="shop"}', "")
    listed = [{"alert": "High", "expr": text, "for": "5m"}]
    needed = (NEEDED["error_rate"],)
    for limit, interval, said in ((1, "1s", "limit: 1 of group seldom makes High fail"), (0, "1h", "up to 2h late")):
        one = {"name": "seldom", "interval": interval, "limit": limit, "rules": listed}
        prometheus.configure(*watched.jobs, rules={"groups": [one]})
        until(lambda limit=limit: [each.limit for each in read_rules(watched.api).rules] == [limit], "they are loaded")
        found = judge_rules(Given(watched.api, None, needed, {"job": "shop"}))
        assert said in found.missing[0].message
