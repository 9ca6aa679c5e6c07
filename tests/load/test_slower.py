"""When a difference becomes a regression, to the last digit; without randomness."""

from __future__ import annotations

import math

import pytest

from pytest_golive.load.baselines.comparing import MOST, Change, Judged, compare, median_of
from pytest_golive.load.results.samples import Samples


def change(now, before=100.0, chance=0.001, alpha=0.01, resolution=0.0):
    return Change("GET /", 95, before, now, chance, alpha, resolution, 60)


@pytest.mark.parametrize(
    ("one", "most", "slower"),
    [
        (change(110.1), 1.1, True),
        (change(112.0), 1.1, True),
        (change(109.9), 1.1, False),
        (change(150.0), 1.5, False),
        (change(150.1), 1.5, True),
        (change(120.0, chance=0.01), 1.1, False),
        (change(120.0, chance=0.0099), 1.1, True),
        (change(120.0, resolution=20.0), 1.1, False),
        (change(120.0, resolution=19.9), 1.1, True),
        (change(90.0), 1.1, False),
        (change(120.0, before=0.0, chance=1.0), 1.1, True),
        (change(math.nan, chance=1.0), 1.1, True),
    ],
)
def test_just_past_the_limit_by_more_than_chance_and_than_the_clock_can_tell(one, most, slower):
    assert (one.judged(most) is Judged.SLOWER) is slower


SLOWER, AS_BEFORE, NOBODY_KNOWS = Judged.SLOWER, Judged.AS_BEFORE, Judged.NOBODY_KNOWS


@pytest.mark.parametrize(
    ("one", "busy", "expected"),
    [
        (change(109.9, resolution=99.0), {"least": 200.0}, AS_BEFORE),
        (change(150.0), {"least": 110.2}, SLOWER),
        (change(150.0), {"least": 110.0}, NOBODY_KNOWS),
        (change(150.0), {"least": 90.0}, NOBODY_KNOWS),
        (change(150.0), {"least": 0.0}, NOBODY_KNOWS),
        (change(150.0, chance=0.01), {"least": 140.0}, NOBODY_KNOWS),
        (change(150.0, chance=0.01), {"least": 90.0}, NOBODY_KNOWS),
        (change(120.0, resolution=20.0), {}, NOBODY_KNOWS),
        (change(120.0, resolution=20.0), {"unnoticed": 19.9}, NOBODY_KNOWS),
        (change(120.0, resolution=20.0), {"unnoticed": 20.0}, AS_BEFORE),
        (change(120.0, resolution=20.0), {"unnoticed": 30.0}, AS_BEFORE),
        (change(120.0, resolution=20.0, chance=0.01), {}, AS_BEFORE),
        (change(120.0, resolution=5.0, chance=0.01), {}, AS_BEFORE),
        (change(120.0, resolution=5.0), {"unnoticed": 30.0}, SLOWER),
        (change(math.nan), {"least": 1.0, "unnoticed": 9.0}, SLOWER),
    ],
)
def test_past_the_limit_on_a_busy_machine_or_below_what_it_can_tell_nobody_knows(one, busy, expected):
    assert one.judged(1.1, **busy) is expected


@pytest.mark.parametrize(("least", "expected"), [(150.0, NOBODY_KNOWS), (150.1, SLOWER)])
def test_what_is_surely_the_services_must_itself_be_past_the_limit(least, expected):
    assert change(200.0).judged(1.5, least=least) is expected


def test_a_change_is_told_as_a_share():
    assert change(120.0).ratio == pytest.approx(1.2)
    assert math.isnan(change(120.0, before=0.0).ratio)
    assert change(90.0).sentence.endswith("p(95) 90 ms, 100 ms in the baseline (-10.0 %, p = 0.001)")


def evenly(first, step, count=400):
    return Samples(first + step * number for number in range(count))


@pytest.mark.parametrize(("factor", "slower"), [(1.15, True), (1.09, False), (1.0, False)])
def test_a_service_that_is_surely_slower_is_so_from_the_limit_on(factor, slower):
    now, before = [evenly(100 * factor, 0.01 * factor)], [evenly(100, 0.01)]
    assert [one.judged(1.1) is Judged.SLOWER for one in compare("x", now, before)] == [slower, slower]
    assert [(one.name, one.percent, one.n, one.alpha) for one in compare("x", now, before)] == [
        ("x", 50.0, 400, 0.01),
        ("x", 95.0, 400, 0.01),
    ]


def test_both_chances_must_be_small():
    few, surely = [evenly(115, 0.01, 3)], [evenly(100, 0.01, 3)]
    assert not any(one.judged(1.1) is Judged.SLOWER for one in compare("x", few, surely))
    by_two = compare("x", [evenly(102, 0.001)], [evenly(100, 0.001)])
    assert all(one.chance > 0.5 for one in by_two), "two percent are less than a quarter of the tenth that is allowed"
    by_three = compare("x", [evenly(103, 0.001)], [evenly(100, 0.001)])
    assert all(one.chance < 1e-9 for one in by_three)
    assert all(one.chance > 0.5 for one in compare("x", [evenly(103, 0.001)], [evenly(100, 0.001)], most=1.2))


def test_what_the_machine_tells_apart_is_asked_for_each_percentile():
    changes = compare("x", [evenly(120, 0.01)], [evenly(100, 0.01)], resolution=lambda percent: percent)
    assert [one.resolution for one in changes] == [50.0, 95.0]
    assert [one.alpha for one in compare("x", [evenly(120, 0.01)], [evenly(100, 0.01)], alpha=0.5)] == [0.5, 0.5]


def test_percentiles_are_medians_of_the_runs():
    runs = [Samples([value] * 60) for value in (9.0, 1.0, 2.0)]
    assert median_of(runs, 50) == 2.0
    assert math.isnan(median_of([], 50))
    assert math.isnan(median_of([*runs, Samples([])], 50))


def test_of_very_many_samples_each_run_gives_its_share(monkeypatch):
    monkeypatch.setattr("pytest_golive.load.baselines.comparing.MOST", 8)
    asked = []
    monkeypatch.setattr(Samples, "thinned", lambda self, most: asked.append(most) or [1.0, 2.0])
    compare("x", [evenly(1, 1)], [evenly(1, 1)] * 4)
    assert asked == [8, 2, 2, 2, 2]
    assert MOST == 60_000
