"""A percentile is as well known as its bucket; summaries; units that cannot be right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

CAP = Cap("p(95)", 200.0, "<", " ms")
WANTED = Wanted("latency", SECONDS, fewest=1)


def histogram(name="http_request_duration_seconds", total=None, **buckets):
    """Cumulative buckets in the text format: ``histogram(b0_1=90, b0_5=99, bInf=100)``."""
    edges = {edge.removeprefix("b").replace("_", ".").replace("Inf", "+Inf"): n for edge, n in buckets.items()}
    lines = [f'{name}_bucket{{le="{edge}"}} {n}\n' for edge, n in edges.items()]
    count = list(edges.values())[-1]
    if total is None:
        total = added(edges)
    return f"# TYPE {name} histogram\n" + "".join(lines) + f"{name}_sum {total}\n{name}_count {count}\n"


def added(edges):
    """A sum that fits the buckets."""
    total, below = 0.0, 0
    for edge, n in edges.items():
        total, below = total + 0.9 * (n - below) * min(float(edge), 10.0), n
    return total


def judged(text, wanted=WANTED, cap=CAP):
    signal = measure(Recorded(text), wanted, cap, longest_age=60)
    return {row.name: round(row.value, 3) for row in signal.rows()}, signal.doubt()


def test_a_percentile_below_the_limit():
    assert judged(histogram(b0_1=96, b0_25=100, bInf=100)) == ({"p(95)": 98.958}, None)


def test_a_percentile_past_the_limit():
    rows, doubt = judged(histogram(b0_1=50, b0_25=90, b0_5=100, bInf=100))
    assert (rows, doubt) == ({"p(95)": 375.0}, None)


def test_a_percentile_whose_bucket_holds_the_limit_is_not_known():
    rows, doubt = judged(histogram(b0_1=90, b0_25=100, bInf=100))
    assert rows == {}
    assert "its bucket is between 100 and 250 ms), the limit is < 200 ms" in doubt.what
    assert "add a bucket whose edge is the limit" in doubt.cure


@pytest.mark.parametrize(
    ("buckets", "operator", "is_past"),
    [
        ({"b0_2": 90, "b0_25": 100, "bInf": 100}, "<=", True),  # the bucket holds nothing of 200 ms itself
        ({"b0_2": 90, "b0_25": 100, "bInf": 100}, "<", True),
        ({"b0_1": 90, "b0_2": 100, "bInf": 100}, "<=", False),
    ],
)
def test_a_limit_at_the_edge_of_a_bucket_is_decided(buckets, operator, is_past):
    rows, doubt = judged(histogram(**buckets), cap=Cap("p(95)", 200.0, operator, " ms"))
    assert doubt is None
    assert (rows["p(95)"] > 200.0) == is_past


def test_a_percentile_beyond_the_last_bucket_is_past_the_limit_only_if_the_bucket_is():
    assert judged(histogram(b0_5=90, bInf=100)) == ({"p(95)": 500.0}, None)
    rows, doubt = judged(histogram(b0_1=90, bInf=100))
    assert (rows, "its bucket is above 100 ms" in doubt.what) == ({}, True)


def test_a_histogram_without_its_last_bucket():
    with pytest.raises(CannotMeasure, match=r'has no bucket le="[+]Inf"'):
        judged(histogram(b0_1=90, b0_25=100))


def test_milliseconds_are_no_seconds():
    name = "http_server_duration_milliseconds"
    assert judged(histogram(name, 5000.0, b100=96, b250=100, bInf=100)) == ({"p(95)": 98.958}, None)


def test_seconds_in_a_metric_of_milliseconds_are_noticed():
    with pytest.raises(CannotMeasure, match=r"is 0.5 µs if its unit is ms, too short for HTTP"):
        judged(histogram("http_server_duration_milliseconds", 0.05, b100=100, bInf=100))


def test_a_metric_without_a_unit():
    text = histogram("http_request_duration", 5000.0, b100=96, b250=100, bInf=100)
    with pytest.raises(NotSetUp, match="http_request_duration has no unit in its name or its metadata"):
        judged(text)
    assert judged(text, replace(WANTED, unit="ms")) == ({"p(95)": 98.958}, None)


def summary(**quantiles):
    lines = [f'http_server_requests_seconds{{quantile="0.{q[1:]}"}} {value}\n' for q, value in quantiles.items()]
    tail = "http_server_requests_seconds_sum 5\nhttp_server_requests_seconds_count 100\n"
    return "# TYPE http_server_requests_seconds summary\n" + "".join(lines) + tail


@pytest.mark.parametrize(
    ("text", "rows", "is_open"),
    [
        (summary(q5=0.01, q95=0.1), {"p(95) of the worst instance: shop-1": 100.0}, False),
        (summary(q95=0.3), {"p(95) of the worst instance: shop-1": 300.0}, False),
        (summary(q99=0.15), {"p(95) of the worst instance: shop-1": 150.0}, False),
        (summary(q99=0.3), {}, True),
    ],
)
def test_percentiles_that_the_service_computes(text, rows, is_open):
    found, doubt = judged(text)
    assert (found, doubt is not None) == (rows, is_open)


@pytest.mark.parametrize("text", [summary(), summary(q5=0.1)])
def test_a_mean_is_no_percentile(text):
    with pytest.raises(CannotMeasure, match="no buckets and no percentile that is high enough") as caught:
        judged(text)
    assert "percentiles-histogram.http.server.requests=true" in caught.value.cure
