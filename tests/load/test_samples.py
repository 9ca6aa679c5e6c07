"""Times of requests, exact and in buckets."""

from __future__ import annotations

import math
import random

import pytest

from pytest_golive.load.results.samples import Samples


def drawn(seed, count):
    generator = random.Random(seed)
    return [generator.lognormvariate(3, 0.7) for _ in range(count)]


def test_percentile_is_a_measured_value_by_nearest_rank():
    samples = Samples(range(1, 21))
    assert [samples.percentile(p) for p in (5, 50, 95, 95.1, 99, 100)] == [1, 10, 19, 20, 20, 20]


def test_nothing_has_no_percentile():
    assert math.isnan(Samples().percentile(95))


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.001])
def test_what_is_no_time_is_refused(value):
    with pytest.raises(ValueError, match="no time"):
        Samples([value])


def test_a_three_percent_change_is_kept():
    before, after = Samples([147.0] * 60), Samples([151.4] * 60)
    assert after.percentile(95) / before.percentile(95) == pytest.approx(1.0299, abs=1e-4)


def test_buckets_are_true_to_a_thousandth_and_bounded():
    values = drawn(1, 20_000)
    exact, bounded = Samples(values), Samples(values, exact=1_000)
    assert exact.is_exact
    assert not bounded.is_exact
    assert len(bounded) == 20_000
    assert len(bounded._raw) == 0
    assert len(bounded._buckets) < 10_000
    for percent in (1, 50, 95, 99, 99.9):
        assert bounded.percentile(percent) == pytest.approx(exact.percentile(percent), rel=1e-3)
    assert bounded.percentile(100) == max(values)


@pytest.mark.parametrize("exact", [10, 1_000, 100_000])
def test_merging_is_the_same_as_taking_all_at_once(exact):
    values = drawn(2, 3_000)
    merged = Samples(exact=exact)
    for start in range(0, 3_000, 700):
        merged.merge(Samples(values[start : start + 700], exact=exact))
    whole = Samples(values, exact=exact)
    assert len(merged) == len(whole)
    assert [merged.percentile(p) for p in range(1, 101)] == [whole.percentile(p) for p in range(1, 101)]


def test_a_sample_added_late_is_seen():
    samples = Samples([1, 2, 3])
    samples.percentile(50)
    samples.add(0.5)
    assert samples.percentile(25) == 0.5


def test_thinning_keeps_the_shape():
    values = drawn(3, 50_000)
    samples = Samples(values)
    thin = samples.thinned(1_000)
    assert len(thin) == 1_000
    assert thin == sorted(thin)
    for percent in (5, 50, 95):
        assert Samples(thin).percentile(percent) == pytest.approx(samples.percentile(percent), rel=0.02)
    assert Samples([3, 1, 2]).thinned(10) == [1, 2, 3]
    assert len(Samples(values, exact=100).thinned(500)) == 500
