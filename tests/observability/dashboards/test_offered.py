"""The values that variables offer, computed as Grafana's page does, or asked of the settings."""

from __future__ import annotations

import pytest
from chosen_values import chosen, query, unknown
from faked_grafana import FakeGrafana, frame


@pytest.fixture
def grafana(serve):
    made = FakeGrafana(serve)
    yield made
    assert made.faults == []


@pytest.mark.parametrize(
    ("definition", "more", "texts"),
    [
        ("label_values(up, job)", {"regex": "/(s.*)/"}, ("shop",)),
        ("label_values(up, job)", {"regex": "till"}, ("till",)),
        ("label_values(up, job)", {"regex": "/(?<text>x)|(?<value>ill)/"}, ("ill",)),
        ("label_values(up, job)", {"regex": "/^$prefix/"}, ("till",)),
        ("label_values(up, job)", {"sort": 2}, ("till",)),
        ("label_values(up, port)", {"sort": 3}, ("9",)),
        ("label_values(up, port)", {"sort": 6}, ("9",)),
        ("label_values(up, port)", {"sort": 8}, ("10",)),
        ("metrics(http_.*)", {}, ("http_requests_total",)),
        ('query_result(up{job="shop"})', {"regex": '/.*instance="([^"]+)".*/'}, ("127.0.0.1:80",)),
        ("query_result(up)", {"regex": "/ (.*) .*/"}, ("1",)),
        ("label_values(up, job)", {"regex": "/[lp]/"}, ("shop",)),
        ("label_values(up, job)", {"regex": "/([oi])/g", "sort": 1}, ("i",)),
    ],
)
def test_what_only_the_page_computes_is_computed(grafana, definition, more, texts):
    grafana.labels = {"job": ["shop", "till"], "port": ["10", "9"], "__name__": ["go_info", "http_requests_total"]}
    grafana.series = {"up": frame(1.0, labels={"__name__": "up", "instance": "127.0.0.1:80", "job": "shop"})}
    prefix = {"name": "prefix", "type": "constant", "query": "ti"}
    made = chosen(grafana, prefix, query("v", definition, **more))
    assert (made.values["v"].texts, unknown(made)) == (texts, {})


@pytest.mark.parametrize(
    ("definition", "more"),
    [
        ("label_values(up, job)", {"regex": "/(a+)+$/"}),
        ("label_values(up, job)", {"regex": "/(/"}),
        ("label_values(up, job)", {"regex": "x" * 300}),
        ("up", {}),
        ("query_result(up)", {}),
        ("anything", {"datasource": {"uid": "logs"}}),
        ("anything", {"datasource": {"uid": "logs"}, "includeAll": True}),
    ],
)
def test_what_is_not_computed_is_asked_of_the_settings(grafana, definition, more):
    grafana.labels, grafana.series = {"job": ["shop"]}, {"up": "parse error"}
    made = chosen(grafana, query("v", definition, **more), query("w", "label_values(up{x='$v'}, job)"))
    assert all("say it in dashboards of the target: variable_values.v" in unknown(made)[name] for name in "vw")
    assert chosen(grafana, query("v", definition, "saved", **more)).values["v"].texts in {("saved",), ("$",)}
    assert chosen(grafana, query("v", definition, **more), given={"v": "x"}).values["v"].texts == ("x",)
