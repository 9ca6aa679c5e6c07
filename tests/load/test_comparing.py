"""Effect and significance."""

from __future__ import annotations

import contextlib
import math
import random

import pytest

from pytest_golive.load.baselines.comparing import Change, Judged, compare
from pytest_golive.load.results.samples import Samples
from pytest_golive.significance.ranks import chance_of_longer, chance_of_slower

with contextlib.suppress(ImportError):
    # At collection, before any test runs pytest within this process and forgets what that loaded: numpy loads only once.
    import numpy as np  # noqa: F401


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


def test_the_chance_at_a_percentile_is_near_the_exact_one():
    hypergeom = pytest.importorskip("scipy.stats", reason="scipy is in the group 'integration'").hypergeom
    generator = random.Random(5)
    for percent in (50, 95):
        for _ in range(30):
            now = [generator.lognormvariate(0.1, 0.4) for _ in range(400)]
            before = [generator.lognormvariate(0, 0.4) for _ in range(300)]
            level = sorted([*now, *before])[math.ceil(percent * 7) - 1]
            above = sum(value > level for value in (*now, *before))
            exact = hypergeom(700, above, 400).sf(sum(value > level for value in now) - 1)
            assert chance_of_longer(now, before, percent) == pytest.approx(exact, abs=0.02)


def test_chances_that_are_known():
    assert chance_of_slower([1, 1, 1], [1, 1]) == 1
    assert chance_of_slower(range(100, 200), range(100)) < 1e-30
    assert chance_of_slower(range(100), range(100, 200)) > 0.999
    assert chance_of_slower([1, 2, 3, 4], [1, 2, 3, 4]) == pytest.approx(0.5, abs=0.1)
    assert chance_of_longer([1, 1], [1, 1], 95) == 1
    for chance in (chance_of_slower, lambda now, before: chance_of_longer(now, before, 95)):
        with pytest.raises(ValueError, match="nothing"):
            chance([], [1])


@pytest.mark.parametrize("factor", [1.0, 1.02])
@pytest.mark.parametrize("each", [70, 200])
def test_the_same_service_and_one_a_little_slower_raise_no_alarm(factor, each):
    alarms = []
    for seed in range(100):
        changes = compare("x", runs(seed, factor, each=each), runs(seed + 1000, each=each), alpha=0.0033)
        alarms += [change.sentence for change in changes if change.judged(1.1) is Judged.SLOWER]
    assert alarms == []


def test_two_percent_never_blocks_however_sure_it_is():
    now, before = runs(1, 1.02, each=20_000), runs(2, each=20_000)
    assert chance_of_slower(now[0].thinned(20_000), before[0].thinned(20_000)) < 1e-3
    assert not any(change.judged(1.1) is Judged.SLOWER for change in compare("x", now, before))


@pytest.mark.parametrize("each", [150, 300])
def test_thirty_percent_is_always_found(each):
    found = []
    for seed in range(60):
        changes = compare("x", runs(seed, 1.3, each=each), runs(-seed, each=each), alpha=0.0033)
        found += [seed] if any(change.judged(1.1) is Judged.SLOWER for change in changes) else []
    assert found == list(range(60))


def test_a_tail_that_grew_is_found_though_most_answers_are_as_quick():
    generator = random.Random(8)
    slow = [
        [3 * value if generator.random() < 0.08 else value for value in run.thinned(9_000)]
        for run in runs(1, each=4_000)
    ]
    assert [
        change.judged(1.1) is Judged.SLOWER for change in compare("x", [*map(Samples, slow)], runs(2, each=4_000))
    ] == [
        False,
        True,
    ]


def test_one_lucky_run_decides_nothing():
    now = [*runs(1, 1.5, count=2), *runs(2, 0.9, count=1)]
    p50 = compare("x", now, runs(3))[0]
    assert p50.ratio == pytest.approx(1.5, rel=0.1)
    assert p50.judged(1.1) is Judged.SLOWER


def test_quicker_is_not_slower():
    assert not any(change.judged(1.1) is Judged.SLOWER for change in compare("x", runs(1, 0.5), runs(2)))


def test_what_the_machine_cannot_tell_apart_is_no_change():
    fine, coarse = (
        [
            c.judged(1.1) is Judged.SLOWER
            for c in compare("x", runs(1, 1.3), runs(2), resolution=lambda _, r=resolution: r)
        ]
        for resolution in (0.2, 50)
    )
    assert fine == [True, True]
    assert coarse == [False, False]


def test_a_ratio_that_is_not_a_number_counts_as_slower():
    assert Change("x", 95, 0.0, 3.0, 1e-9, 0.01, 0.0, 100).judged(1.1) is Judged.SLOWER
    assert Change("x", 95, math.nan, 3.0, 1e-9, 0.01, 0.0, 100).judged(1.1) is Judged.SLOWER


def test_the_sentence_names_both_values():
    change = Change("GET /products", 95, 30.1, 41.2, 2e-9, 0.01, 0.0, 100)
    assert change.sentence == "GET /products: p(95) 41.2 ms, 30.1 ms in the baseline (+36.9 %, p = 2e-09)"
