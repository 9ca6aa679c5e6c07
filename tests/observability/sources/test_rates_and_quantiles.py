"""Rates and quantiles as PromQL computes them; that Prometheus agrees is proven in tests/integration/test_rates_as_prometheus.py."""

from __future__ import annotations

import math

import pytest

from pytest_golive.observability.sources.counters import increase, rate
from pytest_golive.observability.sources.quantiles import Quantile, quantile, quantile_of
from pytest_golive.observability.sources.selecting import Matcher, Selector, matches

INF = math.inf
S = 1000


def steady(*values, start=10, step=10):
    return [((start + step * number) * S, float(value)) for number, value in enumerate(values)]


def test_a_steady_counter_has_its_rate():
    assert rate(steady(100, 120, 140, 160, 180, 200), 0, 60 * S) == pytest.approx(2)


def test_a_counter_that_begins_at_zero_is_not_extended_below_it():
    assert rate(steady(0, 20, 40, 60, 80, 100), 0, 60 * S) == pytest.approx(100 / 60)


@pytest.mark.parametrize(("points", "grown"), [(steady(5, 9, 2, 4), 8), (steady(5, 0), 0), (steady(3, 3), 0)])
def test_a_counter_that_falls_began_anew(points, grown):
    assert increase(points) == grown


def test_one_sample_is_no_rate():
    assert rate(steady(5), 0, 60 * S) is None
    assert rate([], 0, 60 * S) is None
    assert rate(steady(5, 6), 0, 10 * S) is None


def test_a_window_is_open_at_its_start_and_closed_at_its_end():
    points = steady(10, 20, 30)
    assert rate(points, 10 * S, 30 * S) == pytest.approx(1)
    assert rate(points, 10 * S, 29 * S) is None


def test_the_ends_of_a_series_are_extended_by_half_a_distance():
    assert rate(steady(100, 110, 120, start=100), 0, 300 * S) == pytest.approx(20 * (30 / 20) / 300)


def test_what_is_no_number_makes_no_rate():
    assert math.isnan(rate(steady(1, math.nan, 3), 0, 60 * S))


@pytest.mark.parametrize(
    ("q", "buckets", "expected"),
    [
        (0.5, [(1, 5), (2, 10), (INF, 10)], 1.0),
        (0.95, [(1, 5), (2, 10), (INF, 10)], 1.9),
        (0.95, [(2, 10), (INF, 10), (1, 5)], 1.9),
        (0.5, [(1, 2), (1, 3), (2, 10), (INF, 10)], 1.0),
        (0.5, [(-1, 6), (2, 10), (INF, 10)], -1.0),
        (0, [(1, 5), (INF, 5)], 0.0),
    ],
)
def test_quantiles_are_interpolated(q, buckets, expected):
    assert quantile(q, buckets) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("buckets", "why"),
    [
        ([], "no bucket le='+Inf'"),
        ([(1, 5), (2, 10)], "no bucket le='+Inf'"),
        ([(INF, 10)], "no bucket but"),
        ([(1, 0), (INF, 0)], "nothing was observed"),
        ([(1, math.nan), (INF, math.nan)], "no numbers"),
    ],
)
def test_what_has_no_quantile_says_why(buckets, why):
    found = quantile_of(0.95, buckets)
    assert math.isnan(found.value)
    assert why in found.why


@pytest.mark.parametrize(("q", "value"), [(-0.1, -INF), (1.1, INF), (95, INF)])
def test_percent_are_no_quantile(q, value):
    found = quantile_of(q, [(1, 5), (INF, 5)])
    assert (found.value, "no quantile" in found.why) == (value, True)


def test_above_the_highest_bound_nothing_is_known_but_that():
    assert quantile_of(0.95, [(1, 5), (2, 6), (INF, 10)]) == Quantile(2, is_least=True)


def test_counts_that_fall_are_raised_and_that_is_told():
    assert quantile_of(0.5, [(1, 6), (2, 4), (INF, 10)]) == Quantile(pytest.approx(5 / 6), repaired=True)
    assert not quantile_of(0.5, [(1, 6), (2, 6 - 1e-14), (INF, 10)]).repaired


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        (Selector("up"), "up"),
        (Selector("job:errors:rate5m"), "job:errors:rate5m"),
        (Selector("", (Matcher("job", "=", "shop"),)), '{job="shop"}'),
        (Selector("x", (Matcher("a", "!=", 'q"\\\n'), Matcher("b", "=~", "2.."))), 'x{a!="q\\"\\\\\\n",b=~"2.."}'),
        (Selector("größe.bytes", (Matcher("ort.name", "!~", "x"),)), '{"größe.bytes","ort.name"!~"x"}'),
        (Selector("9lives"), '{"9lives"}'),
    ],
)
def test_selectors_are_promql(selector, text):
    assert str(selector) == text


@pytest.mark.parametrize(
    ("matcher", "holds"),
    [
        (Matcher("a", "=", "1"), True),
        (Matcher("a", "!=", "1"), False),
        (Matcher("a", "=~", "1|2"), True),
        (Matcher("a", "=~", ""), False),
        (Matcher("a", "!~", "11?"), False),
        (Matcher("b", "=", ""), True),
        (Matcher("b", "=~", ".+"), False),
        (Matcher("b", "!=", "x"), True),
    ],
)
def test_a_missing_label_is_empty(matcher, holds):
    assert matches({"a": "1"}, [matcher]) == holds
