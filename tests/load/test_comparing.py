"""Effect and significance."""

from __future__ import annotations

import math
import random

import pytest

from pytest_golive.load.comparing import Change, compare
from pytest_golive.load.samples import Samples
from pytest_golive.load.significance import chance_of_slower


def runs(seed, factor=1.0, count=3, each=300):
    generator = random.Random(seed)
    return [Samples(factor * generator.lognormvariate(3, 0.4) for _ in range(each)) for _ in range(count)]


def test_the_chance_is_what_scipy_says():
    mannwhitneyu = pytest.importorskip("scipy.stats", reason="scipy is in the group 'integration'").mannwhitneyu
    generator = random.Random(4)
    for case in range(200):
        digits = case % 4  # 0: nothing but ties
        now = [round(generator.expovariate(0.3), digits) for _ in range(generator.randint(1, 90))]
        before = [round(generator.expovariate(0.4), digits) for _ in range(generator.randint(1, 90))]
        if len(set(now + before)) == 1:
            continue
        oracle = mannwhitneyu(now, before, alternative="greater", method="asymptotic").pvalue
        assert chance_of_slower(now, before) == pytest.approx(oracle, abs=1e-12)


def test_chances_that_are_known():
    assert chance_of_slower([1, 1, 1], [1, 1]) == 1
    assert chance_of_slower(range(100, 200), range(100)) < 1e-30
    assert chance_of_slower(range(100), range(100, 200)) > 0.999
    assert chance_of_slower([1, 2, 3, 4], [1, 2, 3, 4]) == pytest.approx(0.5, abs=0.1)
    with pytest.raises(ValueError, match="nothing"):
        chance_of_slower([], [1])


def test_the_same_service_is_not_slower():
    slower = [seed for seed in range(60) if any(c.is_slower(1.1) for c in compare("x", runs(seed), runs(seed + 1000)))]
    assert slower == []


def test_thirty_percent_is_always_found():
    found = [seed for seed in range(60) if any(c.is_slower(1.1) for c in compare("x", runs(seed, 1.3), runs(-seed)))]
    assert found == list(range(60))


def test_two_percent_never_blocks_however_sure_it_is():
    changes = compare("x", runs(1, 1.02, each=20_000), runs(2, each=20_000))
    assert all(change.chance < 1e-4 for change in changes)
    assert not any(change.is_slower(1.1) for change in changes)


def test_one_lucky_run_decides_nothing():
    now = [*runs(1, 1.5, count=2), *runs(2, 0.5, count=1)]
    p50 = compare("x", now, runs(3))[0]
    assert p50.ratio == pytest.approx(1.5, rel=0.1)
    assert p50.is_slower(1.1)


def test_quicker_is_not_slower():
    assert not any(change.is_slower(1.1) for change in compare("x", runs(1, 0.5), runs(2)))


def test_what_the_machine_cannot_tell_apart_is_no_change():
    fine, coarse = (
        [c.is_slower(1.1) for c in compare("x", runs(1, 1.3), runs(2), resolution=resolution)]
        for resolution in (0.2, 50)
    )
    assert fine == [True, True]
    assert coarse == [False, False]


def test_a_ratio_that_is_not_a_number_counts_as_slower():
    assert Change("x", 95, 0.0, 3.0, 1e-9, 0.01, 0.0, 100).is_slower(1.1)
    assert Change("x", 95, math.nan, 3.0, 1e-9, 0.01, 0.0, 100).is_slower(1.1)


def test_the_sentence_names_both_values():
    change = Change("GET /products", 95, 30.1, 41.2, 2e-9, 0.01, 0.0, 100)
    assert change.sentence == "GET /products: p(95) 41.2 ms, 30.1 ms in the baseline (+36.9 %, p = 2e-09)"
