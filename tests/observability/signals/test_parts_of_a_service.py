"""A query of the team's own is about the whole service: one route, method, instance or customer is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

CAPS = {"error_rate": Cap("error rate", 1.0, "<", " %"), "latency": Cap("p(95)", 200.0, "<", " ms")}
CAPS |= {"memory": Cap("memory", 80.0, "<", " %")}
UNITS = {"error_rate": "ratio", "latency": "s", "memory": "bytes"}
QUERIES = {
    "error_rate": "sum(rate(http_requests_total{CONDITION,status=~'5..'}[5m])) / "
    "sum(rate(http_requests_total{CONDITION}[5m]))",
    "latency": "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{CONDITION}[5m])))",
    "memory": "max(process_resident_memory_bytes{CONDITION})",
}
ROUTES = ("/healthz", "/orders", "/ready", "/metrics")


def text(label, *values):
    """Both metrics, and the memory, once for each value of a label."""
    lines = ["# TYPE http_requests_total counter"]
    for status in ("200", "500"):
        lines += [f'http_requests_total{{job="shop",status="{status}",{label}="{value}"}} 9' for value in values]
    lines += ["# TYPE http_request_duration_seconds histogram"]
    for value in values:
        own = f'job="shop",{label}="{value}"'
        lines += [f'http_request_duration_seconds_bucket{{{own},le="{edge}"}} 9' for edge in ("0.2", "+Inf")]
        lines += [f"http_request_duration_seconds_sum{{{own}}} 1", f"http_request_duration_seconds_count{{{own}}} 9"]
    lines += ["# TYPE process_resident_memory_bytes gauge"]
    lines += [f'process_resident_memory_bytes{{job="shop",{label}="{value}"}} 9' for value in values]
    return "\n".join(lines) + "\n"


def judged(signal, condition, metrics, **more):
    query = QUERIES[signal].replace("CONDITION", condition)
    wanted = Wanted(signal, 300.0, query=query, unit=UNITS[signal], probes=("/healthz",), memory_limit=1e9)
    wanted = replace(wanted, labels={"job": "shop"} if "job" in condition else {}, **more)
    edges = [({"le": edge}, 1.0) for edge in ("0.1", "0.2", "+Inf")]
    asked = {query: [({}, 0.001)], f"count by (le) (http_request_duration_seconds_bucket{{{condition}}})": edges}
    return measure(Recorded(metrics, asked=asked), wanted, CAPS[signal], longest_age=60)


@pytest.mark.parametrize("signal", ["error_rate", "latency"])
@pytest.mark.parametrize(
    ("condition", "label", "values", "said"),
    [
        ('path="/healthz"', "path", ROUTES, r'path="/healthz" leaves out /metrics, /orders'),
        ('handler="/orders"', "handler", ("/orders", "/pay"), r'handler="/orders" leaves out /pay'),
        ('route=~"/o.*"', "route", ("/orders", "/pay"), "leaves out /pay"),
        ('path!="/orders"', "path", ROUTES, r'path!="/orders" leaves out /orders'),
        ('path!~"/orders|/ready"', "path", ROUTES, "leaves out /orders$"),
        ('method="GET"', "method", ("GET", "POST"), r'method="GET" leaves out POST'),
        ('customer="a"', "customer", ("a", "b"), r'customer="a" leaves out b'),
    ],
)  # fmt: skip
def test_a_part_of_the_service_is_no_pass(signal, condition, label, values, said):
    with pytest.raises(CannotMeasure) as caught:
        judged(signal, condition, text(label, *values))
    what = caught.value.what
    assert f"cannot be taken for the {signal} of the service: it is not about the whole service" in what
    assert re.search(said, what)
    assert "leave that condition out, or narrow the selector" in caught.value.cure
    found = judged(signal, condition, text(label, *values), trusted=True)
    assert any("it is not about the whole service" in said for name, said in found.notes() if name == "you answer for")


@pytest.mark.parametrize("signal", ["error_rate", "latency"])
@pytest.mark.parametrize(
    ("condition", "label", "values"),
    [
        ('path!="/healthz"', "path", ROUTES),
        ('path!~"/healthz|/ready|/metrics"', "path", ROUTES),
        ('path=~".+"', "path", ROUTES),
        ('path=~"/.*"', "path", ROUTES),
        ('job="shop"', "path", ROUTES),
        ('reporter="destination"', "reporter", ("destination", "source")),
        ('method=~"GET|POST"', "method", ("GET", "POST")),
    ],
)  # fmt: skip
def test_what_leaves_out_nothing_but_probes_is_taken(signal, condition, label, values):
    assert judged(signal, condition, text(label, *values)).doubt() is None


def test_one_instance_is_not_the_worst_of_all():
    metrics = {"a": text("zone", "x"), "b": text("zone", "x")}
    with pytest.raises(CannotMeasure, match='instance="a" leaves out b'):
        judged("memory", 'instance="a"', metrics)
