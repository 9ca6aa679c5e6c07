"""The share of spans that a collector delivers, by the names that collectors and Jaeger count them under."""

from __future__ import annotations

import math

import pytest
from following import Following

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Meta, Sample, Values
from pytest_golive.observability.traces.delivery import Collector
from pytest_golive.observability.traces.success import of_spans

SENT, FAILED = "otelcol_exporter_sent_spans", "otelcol_exporter_send_failed_spans"
SAVED, DROPPED = "jaeger_collector_spans_saved_by_svc_total", "jaeger_collector_spans_dropped_total"


class Told:
    """Metrics with these rates by the selector of their series, in PromQL."""

    said = "a collector at 127.0.0.1:8888"

    def __init__(self, rates, *, partial=False):
        self.told, self.partial = rates, partial

    def names(self):
        return {selector.partition("{")[0]: Meta("counter") for selector in self.told}

    def growth(self, selector, window, by=()):
        assert not by
        rates = self.told.get(str(selector), ())
        return Values(
            tuple(Sample({}, rate, 0.0) for rate in rates), 0.0, ("a store is gone",) * self.partial, self.partial
        )


def shares(rates, **more):
    return of_spans(Collector(Told(rates, **more), 300.0), 20)


@pytest.mark.parametrize(
    ("rates", "percent", "n"),
    [
        ({SENT: [10.0]}, 100.0, 3000),
        ({f"{SENT}_total": [10.0], f"{FAILED}_total": []}, 100.0, 3000),
        ({SENT: [9.0], FAILED: [1.0]}, 90.0, 3000),
        ({SENT: [4.0, 4.0], FAILED: [1.0], "otelcol_receiver_refused_spans": [1.0]}, 80.0, 3000),
        ({f'{SAVED}{{result="ok"}}': [3.0], f'{SAVED}{{result="err"}}': [1.0], DROPPED: [0.0]}, 75.0, 1200),
    ],
)
def test_what_arrives_of_what_was_sent(rates, percent, n):
    found = shares(rates)
    assert (found.percent, found.n) == (pytest.approx(percent), n)
    assert bool(found.failed) == (percent < 100.0)


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ({}, "has no metric that counts delivered spans"),
        ({FAILED: [1.0]}, "has no metric that counts delivered spans"),
        ({SENT: []}, "has no samples of otelcol_exporter_sent_spans"),
        ({SENT: [0.0]}, "no span passed in 300 s"),
        ({SENT: [math.nan]}, "is no number"),
        ({SENT: [math.inf]}, "is no number"),
        ({SENT: [-1.0]}, "is no number"),
        ({SENT: [5.0], FAILED: [math.nan]}, "is no number"),
        ({SENT: [0.01]}, "a share of fewer than 20 says nothing"),
    ],
)
def test_nothing_is_never_taken_for_a_share(rates, said):
    with pytest.raises(CannotMeasure, match=said):
        shares(rates)


def test_a_part_of_the_data_is_no_share():
    with pytest.raises(CannotMeasure, match="has only a part of otelcol_exporter_sent_spans: a store is gone"):
        shares({SENT: [5.0]}, partial=True)


def test_what_the_collector_counts_is_noted_where_a_trace_is_missing(serve):
    one = Following(serve)
    flow = one.flow("exporter off", collector=Collector(Told({SENT: [9.0], FAILED: [1.0]}), 300.0))
    said = dict(flow.notes())["collector"]
    assert said == f"90 % of 3,000 spans delivered in 300 s; lost: {FAILED}: 300"
    flow = one.flow("exporter off", collector=Collector(Told({}), 300.0))
    assert "has no metric that counts delivered spans" in dict(flow.notes())["collector"]
