"""A query of the team's own that reads a recorded series: its rule is read from the server, and looked into."""

from __future__ import annotations

import time

import pytest
from told_series import ToldPrometheus

QUERY = "job:shop_queue:max"


class Recording(ToldPrometheus):
    """Has a rule that records the length of a queue, and the series that it reads."""

    expression = "max(shop_queue_length)"

    def _said(self, path, fields):
        if path == "/api/v1/rules":
            rule = {"type": "recording", "name": QUERY, "query": self.expression, "labels": {}, "health": "ok"}
            group = {"name": "shop", "file": "rules.yml", "interval": 15, "limit": 0, "rules": [rule]}
            return {"status": "success", "data": {"groups": [group]}}
        if path == "/api/v1/targets":
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            target = {"labels": {"job": "shop", "instance": "a:80"}, "health": "up", "lastScrape": at, "lastError": ""}
            target |= {"scrapeInterval": "15s", "scrapePool": "shop", "scrapeUrl": "http://a:80/metrics"}
            return {"status": "success", "data": {"activeTargets": [target]}}
        return super()._said(path, fields)

    def _codes(self, query):
        return [({}, 1)] if query.startswith("count(") else super()._codes(query)


@pytest.fixture
def recording(shop, live, serve):
    prometheus = Recording(serve)
    prometheus.answers[QUERY] = 7
    shop.settings(
        f'[tool.golive.targets.staging.metrics]\nurl = "{prometheus.url}"\nselector = {{ job = "shop" }}\n'
        f'queue_depth = {{ query = "{QUERY}" }}\n'
    )
    return prometheus


def test_what_the_rule_records_is_judged(shop, recording):
    shop.passes(
        "monitoring::queue_depth",
        "*recorded by the server's rules: job:shop_queue:max (group shop): max(shop_queue_length)*",
        "*queue depth: 7, must be below 1,000*",
    )
    recording.answers[QUERY] = 5000
    shop.breaches("monitoring::queue_depth", "*queue depth: 5,000, must be below 1,000*")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("avg(shop_queue_length)", "*it takes the mean of*"),
        ("max(shop_orders)", "*nothing says that shop_orders is*"),
    ],
)
def test_what_the_rule_records_otherwise_is_no_pass(shop, recording, expression, said):
    recording.expression = expression
    shop.cannot_measure("monitoring::queue_depth", said)


def test_a_series_that_no_rule_records_is_no_pass(shop, recording):
    recording.answers["job:other:max"] = 7
    path = shop.path / "pyproject.toml"
    path.write_text(path.read_text().replace(QUERY, "job:other:max"))
    shop.cannot_measure("monitoring::queue_depth", "*no loaded recording rule records*", "*to fix: load the rule*")
