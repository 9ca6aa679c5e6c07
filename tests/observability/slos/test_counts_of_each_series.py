"""Counters that a query names without adding them up: their series differ in what tells good from bad."""

from __future__ import annotations

import pytest
from test_measuring_objectives import Told, slos, standing
from told_series import SLOTH
from written_slos import OPENSLO, SLICES

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.asking import question_of

GOOD, ALL = 'sum(orders_total{job="shop",state="ok"})', 'sum(orders_total{job="shop"})'
ERRORS, REQUESTS = 'sum(rate(http_requests_total{job="shop",code=~"5.."}', 'sum(rate(http_requests_total{job="shop"}'

CONSTANT = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: availability}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1h, isRolling: true}]
  indicator:
    metadata: {name: answers}
    spec:
      ratioMetric:
        rawType: success
        raw: {metricSource: {type: Prometheus, spec: {query: vector(1)}}}
  objectives: [{target: 0.99}]
"""


def raw(text):
    """The same objective with a query for each series."""
    return text.replace("sum(", "(")


def test_each_series_counts_in_one_sum():
    text = OPENSLO.replace(GOOD, GOOD[4:-1]).replace(ALL, ALL[4:-1])
    question = question_of(slos(text)[0])
    assert question.bad == 'sum(increase(orders_total{job="shop",state="ok"}[2419200s]))'
    assert question.total == 'sum(increase(orders_total{job="shop"}[2419200s]))'
    assert question_of(slos(raw(SLOTH))[0]).total == 'sum((rate(http_requests_total{job="shop"}[2592000s])))'
    assert (
        "sum((increase(pages_total[300s])))"
        in question_of(slos(SLICES.replace("sum(pages_total", "(pages_total"))[0]).bad
    )
    found = standing(raw(SLOTH), Told(bad=0.001, total=2.0))
    assert found.shown == "50 % left, 0.05 % bad, all series of its queries together"


@pytest.mark.parametrize("query", ["topk(9, {})", "rate({}[5m]) * 60", "clamp_min({}, 0)", "({} or {})", "-(-{})"])
def test_what_leaves_series_as_they_are_is_no_sum(query):
    text = OPENSLO.replace(GOOD, query.replace("{}", GOOD[4:-1])).replace("counter: true", "counter: false")
    assert question_of(slos(text)[0]).bad.startswith("avg_over_time((sum(")


@pytest.mark.parametrize("grouped", ["sum by (code) ", "sum by (zone, code) ", "sum without (instance) "])
def test_groups_that_are_wholly_good_or_wholly_bad_are_refused(grouped):
    text = SLOTH.replace("sum(", f"{grouped}(")
    with pytest.raises(CannotMeasure, match="grouped by code, which tells good events from bad ones") as caught:
        standing(text, Told(bad=[({"code": "500"}, 1.0)], total=[({"code": "500"}, 1.0), ({"code": "200"}, 9_999.0)]))
    assert caught.value.cure.startswith("leave code out of the labels")


def test_groups_of_another_metric_that_counts_outcomes_are_refused():
    text = SLOTH.replace(ERRORS, 'sum by (status) (rate(http_failed_total{job="shop"}')
    with pytest.raises(CannotMeasure, match="grouped by status"):
        standing(text.replace(REQUESTS, REQUESTS.replace("sum", "sum by (status) ")), Told(bad=1.0, total=2.0))


@pytest.mark.parametrize("grouped", ["sum by (zone) ", "sum without (code, instance) ", "sum by (job) "])
def test_other_groups_are_measured_each_by_itself(grouped):
    total = [({"zone": "a"}, 1_000.0), ({"zone": "b"}, 1_000.0)]
    found = standing(SLOTH.replace("sum(", f"{grouped}("), Told(bad=[({"zone": "b"}, 1.0)], total=total))
    assert (found.errors, found.series, found.is_summed) == (0.001, 2, False)


def test_a_ratio_that_reads_no_series_cannot_be_measured():
    with pytest.raises(CannotMeasure, match="its query reads no series, so it says nothing of this service"):
        standing(CONSTANT, Told(bad=0.0, total=1.0))
