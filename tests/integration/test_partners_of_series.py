"""Operators between series that a real server has, and whose labels may not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules_made import NEEDED, judged, recording, rule
from servers.prometheus import job
from servers.watching import until

from pytest_golive.observability.alerts.choosing import living
from pytest_golive.observability.alerts.evaluating.capacities import memory_metric
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

pytestmark = pytest.mark.integration
PAGE = b"""\
http_requests_total{code="200",page="a"} 7
http_requests_total{code="204",page="b"} 7
nginx_http_requests_total{host="front"} 9
http_request_duration_seconds_bucket{le="0.25",page="a"} 7
http_request_duration_seconds_bucket{le="+Inf",page="a"} 7
http_request_duration_seconds_bucket{le="0.25",page="b"} 7
http_request_duration_seconds_bucket{le="2.5",page="b"} 7
http_request_duration_seconds_bucket{le="+Inf",page="b"} 7
http_request_duration_seconds_count{page="a"} 7
http_request_duration_seconds_count{page="b"} 7
old_request_duration_seconds_bucket{le="0.25"} 7
old_request_duration_seconds_bucket{le="0.5"} 7
old_request_duration_seconds_bucket{le="+Inf"} 7
container_memory_working_set_bytes{pod="a"} 1
container_memory_working_set_bytes{pod="b"} 1
container_spec_memory_limit_bytes{pod="c"} 100
kube_pod_container_resource_limits{pod="a",resource="memory",node="n"} 100
jvm_memory_used_bytes{area="heap",pod="a"} 1
jvm_memory_max_bytes{area="heap",pod="a"} 100
shop_queue_length{queue="mail"} 1
"""
USED = 'container_memory_working_set_bytes{job="shop"}'
LIMIT = 'container_spec_memory_limit_bytes{job="shop"}'
KUBE = 'kube_pod_container_resource_limits{job="shop",resource="memory"}'
ERRORS = 'sum by (page) (rate(http_requests_total{job="shop",code=~"5.."}[5m]))'
ALL = 'sum by (page) (rate(http_requests_total{job="shop"}[5m]))'
TIMES = 'http_request_duration_seconds_bucket{job="shop"}'
OLD = TIMES.replace("http_", "old_").replace("_bucket", "_bucket")
P95 = "histogram_quantile(0.95, sum by (le) (rate({}[5m]))) {}"
SAID = {
    f"{USED} / {LIMIT} > 0.8": ("never", "none of 2 series finds a partner among 1, by their labels"),
    f"{USED} > 0.8 * {LIMIT}": ("never", "none of 2 series finds a partner among 1, by their labels"),
    f"{USED} / on(job) {LIMIT} > 0.8": ("doubt", "the server does not evaluate"),
    f"{USED} / on(job) group_left {LIMIT} > 0.8": ("doubt", ""),
    f"{USED} / on(pod) {KUBE} > 0.8": ("doubt", "1 of 2 series find no partner"),
    'jvm_memory_used_bytes{job="shop",area="heap"} / jvm_memory_max_bytes{area="heap"} > 0.8': ("doubt", ""),
    f"{ERRORS} / {ALL} > 0.02": ("doubt", ""),
    f"{ERRORS} / on(page) {ALL} > 0.02": ("doubt", ""),
    f"{ERRORS} > 0.02 * {ALL}": ("doubt", ""),
    f"{ERRORS} / on(page) {ALL.replace('by (page)', 'by (job)')} > 0.02": ("never", "series finds a partner"),
    f"page:ratio > 0.02 and on(page) {ALL} > 1": ("doubt", ""),
    f"page:ratio > 0.02 and on(page) {ALL.replace('http', 'nginx_http')} > 1": (
        "never", "series finds a partner among 1"),
    f"page:ratio{{team='web'}} > 0.02 and on(team) {ALL} > 1": ("never", "series finds a partner"),
    f"shop_queue_length > 900 and on(job) {ALL.replace('page', 'job')} > 0": ("doubt", ""),
    f"shop_queue_length > 900 and {ALL.replace('page', 'job')} > 0": ("never", "none of 1 series finds a partner"),
    f"shop_queue_length > 900 or (shop_queue_length > 900 and {ALL} > 0)": ("doubt", ""),
    P95.format(OLD, "> 0.5"): ("never", "the largest bucket of old_request_duration_seconds_bucket ends at 500 ms"),
    P95.format(OLD, ">= 0.5"): ("doubt", ""),
    P95.format(OLD, "> 0.4"): ("doubt", ""),
    P95.format(TIMES, "> 0.4"): ("doubt", "1 of 2 histograms http_request_duration_seconds_bucket"),
    P95.format(TIMES, "> 0.2"): ("doubt", ""),
    P95.format(TIMES.replace('"}', '",page="b"}'), "> 0.4"): ("doubt", ""),
}  # fmt: skip
RECORDED = recording("page:ratio", f"{ERRORS} / {ALL}", team="web")


@pytest.fixture
def watched(prometheus, standing):
    """A server with the series of a shop, which has no error yet."""
    standing.answer = lambda _request: (200, {"Content-Type": "text/plain"}, PAGE)
    at = standing.url.removeprefix("http://")
    prometheus.configure(job("shop", at), rules={"groups": []})
    prometheus.forget(f'{{job="shop",instance!="{at}"}}')
    made = Watched(HttpApi(Client(Api("Prometheus", prometheus.url))), {"job": "shop"})
    rates = f'rate(http_requests_total{{job="shop",instance="{at}"}}[5m])'
    until(lambda: Watched(made.api, {}).count(rates) == 2, "it is scraped twice")
    return made


def test_the_metric_with_the_limit_of_the_service(watched):
    for labels, said in (
        ({"job": "shop"}, "container_spec_memory_limit_bytes"),
        ({"job": "shop", "pod": "a"}, "kube_pod_container_resource_limits"),
        ({"job": "shop", "pod": "b"}, ""),
    ):
        assert memory_metric(replace(NEEDED["memory"], labels=labels), watched) == said
    assert memory_metric(NEEDED["memory"], Watched(None, {})) is None


def of_signal(text):
    """The needed alert that a rule is about; the settings allow what narrows it."""
    signal = "memory" if "memory" in text else "latency" if "bucket" in text else "error_rate"
    needed = NEEDED["queue_depth" if "queue" in text else signal]
    return replace(needed, traffic=1.0)


def test_sides_must_find_each_other_and_buckets_must_reach_the_limit(watched):
    for text, (state, why) in SAID.items():
        needed = of_signal(text)
        found = judged(needed, RECORDED, rule(text))
        assert found.best is not None, text
        candidate = replace(found.best, outcome=replace(found.best.outcome, state="strict"))
        answered = living(replace(found, finding=None, doubt=""), (candidate,), watched)
        said = ("never", answered.finding.message) if answered.finding else ("doubt", answered.doubt)
        assert said[0] == state, (text, said)
        assert why in said[1], (text, said)
        assert bool(why) == bool(said[1]), (text, said)
