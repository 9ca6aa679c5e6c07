"""Shifts and their intervals: as R, scipy and Kayenta have them."""

from __future__ import annotations

import math
import random

import pytest

from pytest_golive.significance.effects import cohens_d, mean_ratio, share_above
from pytest_golive.significance.outliers import percentile_of, without_outliers
from pytest_golive.significance.ranks import chance_of_slower, score_of
from pytest_golive.significance.shifts import can_differ, limit_of, shift_of

HUGE = 1e300


def drawn(seed, count, slower=1.0):
    chance = random.Random(seed)
    return [slower * chance.lognormvariate(4, 0.3) for _ in range(count)]


def test_the_interval_of_kayentas_own_test():
    found = shift_of([10.0, 20.0, 30.0, 40.0], [1.0, 2.0, 3.0, 4.0], 0.95)
    assert (found.low, found.estimate, found.high) == (6.0, 22.5, 39.0)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.98, 0.999])
@pytest.mark.parametrize("sizes", [(12, 12), (5, 60), (60, 17)])
def test_the_interval_ends_where_the_ranks_stop_to_differ(sizes, confidence):
    now, before = drawn(1, sizes[0], 1.2), drawn(2, sizes[1])
    found, limit = shift_of(now, before, confidence), limit_of(confidence)
    assert found.low <= found.estimate <= found.high

    def score(shift):
        return score_of([value - shift for value in now], before)

    assert score(found.low - 1e-6) > limit >= score(found.low + 1e-6)
    assert score(found.high - 1e-6) > -limit >= score(found.high + 1e-6)


def test_a_higher_confidence_allows_more():
    bounds = [shift_of(drawn(3, 30), drawn(4, 30), confidence) for confidence in (0.5, 0.9, 0.98, 0.999)]
    assert [one.low for one in bounds] == sorted((one.low for one in bounds), reverse=True)
    assert [one.high for one in bounds] == sorted(one.high for one in bounds)


def test_the_score_is_that_of_the_chance():
    now, before = drawn(5, 40, 1.3), drawn(6, 25)
    assert score_of(now, before) > limit_of(0.98)
    assert chance_of_slower(now, before) < 0.01
    assert score_of(before, now) == -score_of(now, before)
    assert score_of(now, now) == 0.0
    assert score_of([1.0, 1.0], [1.0]) == 0.0


@pytest.mark.parametrize(("now", "before", "can"), [(4, 4, False), (5, 5, True), (2, 20, False), (3, 20, True)])
def test_how_many_values_a_difference_needs(now, before, can):
    assert can_differ(now, before, 0.98) is can
    assert can_differ(before, now, 0.98) is can
    assert not can_differ(0, 20, 0.98)


@pytest.mark.parametrize(("now", "before"), [([], [1.0]), ([1.0], [])])
def test_nothing_is_compared_with_nothing(now, before):
    with pytest.raises(ValueError, match="nothing to compare"):
        shift_of(now, before, 0.98)


def test_one_value_equal_values_and_huge_ones():
    assert shift_of([3.0], [1.0], 0.98).estimate == 2.0
    found = shift_of([2.0] * 9, [2.0] * 9, 0.98)
    assert (found.low, found.estimate, found.high) == (0.0, 0.0, 0.0)
    assert shift_of([HUGE] * 9, [1.0] * 9, 0.98).low == HUGE


def test_effects():
    assert mean_ratio([10.0] * 5, [100.0] * 5) == 0.1
    assert math.isnan(mean_ratio([10.0], [0.0]))
    assert share_above([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]) == 0.5
    assert share_above([1.0, 2.0], [5.0, 6.0]) == 0.0
    assert cohens_d([5.0, 5.0, 5.0, 10.0, 10.0, 10.0], [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]) == pytest.approx(
        3.03821, abs=1e-5
    )
    assert math.isnan(cohens_d([1.0], [2.0, 3.0]))
    assert math.isnan(cohens_d([1.0, 1.0], [1.0, 1.0]))


@pytest.mark.parametrize(("percent", "value"), [(5, 0.175), (50, 1.75), (100, 3.5), (0, 0.0)])
def test_percentiles_between_values(percent, value):
    assert percentile_of([3.5, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 0.0], percent) == pytest.approx(value)


def test_outliers():
    usual = [100.0 + number % 10 for number in range(200)]
    assert without_outliers([*usual, 5_000.0]) == usual
    assert without_outliers(usual) == usual
    assert without_outliers([]) == []
    assert without_outliers([7.0]) == [7.0]
