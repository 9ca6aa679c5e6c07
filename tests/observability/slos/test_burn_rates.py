"""How fast an error budget burns: the arithmetic of pairs of windows, and what too few events prove."""

from __future__ import annotations

import dataclasses

import pytest
from told_objectives import Told, slos
from told_series import SLOTH
from written_slos import OPENSLO, RESOURCE, SLICES, THRESHOLD

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.asking import question_of
from pytest_golive.observability.slos.burning.measuring import Burning
from pytest_golive.observability.slos.burning.rates import Burn, Fewest, Pair, Seen, judged, measurement_of
from pytest_golive.observability.slos.burning.windows import events_of, over
from pytest_golive.observability.watch.measured import Phase

GOOD, FAILED, INCONCLUSIVE, ERROR = Phase.GOOD, Phase.FAILED, Phase.INCONCLUSIVE, Phase.ERROR
FAST, SLOW = Burn(14.4, 3600.0, 300.0), Burn(6.0, 21_600.0, 1800.0)
FEWEST = Fewest(100, 5)


def pair(long, short, seconds=3600.0):
    return Pair(FAST, seconds, {(): long} if long else {}, {(): short} if short else {})


@pytest.mark.parametrize(
    ("long", "short", "phase"),
    [
        (Seen(0.0145, 10_000), Seen(0.0145, 900), FAILED),  # 14.5 times as fast
        (Seen(0.0144, 10_000), Seen(0.0144, 900), GOOD),  # exactly what is allowed
        (Seen(0.05, 10_000), Seen(0.0, 900), GOOD),  # it burned, and does so no more
        (Seen(0.001, 10_000), Seen(0.05, 900), GOOD),  # a moment's burst
        (Seen(0.02, 200), Seen(0.02, 150), INCONCLUSIVE),  # 4 bad ones
        (Seen(0.025, 200), Seen(0.02, 50), FAILED),  # 5 bad ones
        (Seen(1.0, 5), Seen(1.0, 5), FAILED),  # few, and all of them bad
        (Seen(1.0, 4), Seen(1.0, 4), INCONCLUSIVE),
        (Seen(0.0, 99), Seen(0.0, 99), INCONCLUSIVE),
        (Seen(0.0, 5000), Seen(0.0, 99), INCONCLUSIVE),
        (Seen(0.0, 100), Seen(0.0, 100), GOOD),
        (Seen(0.05, 5000), None, INCONCLUSIVE),  # nobody has come in the last minutes
        (None, None, INCONCLUSIVE),
        (Seen(0.05), Seen(0.05), FAILED),  # of how many events nobody can tell
        (Seen(0.0), Seen(0.0), GOOD),
    ],
)
def test_both_windows_must_burn_too_fast(long, short, phase):
    assert judged(pair(long, short), 0.999, FEWEST).phase is phase


def test_the_series_that_burns_fastest_counts():
    a, b = (("zone", "a"),), (("zone", "b"),)
    many = {a: Seen(0.0, 9000), b: Seen(0.5, 9000)}
    found = judged(Pair(FAST, 3600.0, many, many), 0.999, FEWEST)
    assert (found.phase, round(found.rates[0], 6)) == (FAILED, 500.0)
    one_each = Pair(FAST, 3600.0, {a: Seen(0.5, 9000), b: Seen(0.0, 9000)}, {a: Seen(0.0, 900), b: Seen(0.5, 900)})
    assert judged(one_each, 0.999, FEWEST).phase is GOOD


def test_what_is_compared_is_said():
    found = judged(pair(Seen(0.02, 5000), Seen(0.03, 2000), 720.0), 0.999, FEWEST)
    one = measurement_of("objectives::shop/a", "shop/a (99.9 % in 30d)", [found], "")
    assert one.said == (
        "shop/a (99.9 % in 30d): the error budget burns 20x over 12 min since the deployment (in place of 1 h) and 30x "
        "over the last 5 min, of which one must be at most 14.4x; about 100 of 5,000 events bad"
    )
    assert (round(one.value, 6), one.bound, one.limit, one.unit, one.n) == (20.0, 14.4, "<= 14.4x", "x", 5000)
    assert one.cure.startswith("roll the release back")


@pytest.mark.parametrize(
    ("text", "bad", "events"),
    [
        (SLOTH, 'sum(rate(http_requests_total{job="shop",code=~"5.."}[720s]))', 1440.0),
        (OPENSLO, 'sum(increase(orders_total{job="shop",state="ok"}[720s]))', 2.0),
        (
            OPENSLO.replace("sum(orders_total{", "sum(rate(orders_total{").replace("})'", "}[5m]))'"),
            'avg_over_time((sum(rate(orders_total{job="shop",state="ok"}[5m])))[420s:300s])',
            840.0,
        ),
        (OPENSLO.replace("orders_total", "orders").replace("counter: true", "counter: false"), None, None),
        (THRESHOLD, None, None),
    ],
)
def test_another_window_is_asked_and_events_are_counted(text, bad, events):
    narrow = over(slos(text)[0], 720.0)
    question = question_of(narrow)
    assert question.bad == bad or bad is None
    assert "720s" in question.bad or bad
    assert events_of(narrow, 2.0 if question.total else None) == events


def test_ranges_that_reach_behind_the_release_are_refused():
    ranged = OPENSLO.replace("sum(orders_total{", "sum(rate(orders_total{").replace("})'", "}[10m]))'")
    with pytest.raises(CannotMeasure, match="reaches back 10 min, which is too long for a window of 5 min"):
        over(slos(ranged)[0], 300.0)
    assert question_of(over(slos(ranged)[0], 600.0)).bad == 'sum(rate(orders_total{job="shop",state="ok"}[10m]))'
    with pytest.raises(CannotMeasure, match="reaches back 5 min"):
        over(slos(SLICES)[0], 300.0)
    with pytest.raises(CannotMeasure, match="Sloth recorded it over a window of its own"):
        over(slos(RESOURCE)[1], 300.0)


def measure(told, since=720.0, burns=(FAST, SLOW), text=SLOTH, labels=None):
    burning = Burning("objectives::shop/availability", slos(text)[0], burns, FEWEST)
    return burning.measure(told, labels or {}, since, 15.0)


def test_pairs_that_are_too_long_for_the_release_wait():
    found = measure(Told(bad=0.1, total=2.0, steps=48))
    assert found.phase is FAILED
    assert "not looked at yet, 12 min after the deployment: 6x over 30 min" in found.said
    young = measure(Told(bad=0.1, total=2.0), since=200.0)
    assert (young.phase, young.value, young.is_early) == (INCONCLUSIVE, None, True)
    assert "14.4x over 5 min, 6x over 30 min" in young.said
    slow = measure(Told(bad=0.014, total=2.0, steps=48), since=2000.0, burns=(FAST, dataclasses.replace(SLOW)))
    assert slow.phase is ERROR  # 48 scrapes are a hole in half an hour


@pytest.mark.parametrize(
    ("told", "phase", "said"),
    [
        (Told(bad=0.0, total=2.0), GOOD, "burns 0x"),
        (Told(bad=0.014, total=2.0), FAILED, "and 7x over the last 30 min"),
        (Told(bad=0.0, total=0.0), INCONCLUSIVE, "there was no traffic"),
        (Told(bad=0.0, total=0.05), INCONCLUSIVE, "about 15 events in a window are too few"),
        (Told(bad=1.0, total=[]), ERROR, "query for all events returns no data"),
        (Told(bad=0.0, total=2.0, steps=3), ERROR, "has 3 values in 33.3 min, and one every 15 s is expected"),
        (Told(bad=3.0, total=2.0), ERROR, "which no ratio can be"),
        (Told(bad=0.0, total=2.0, partial=True), ERROR, "lacks data"),
        (Told(bad=0.0, total=2.0, series=[]), ERROR, "finds no series"),
    ],
)
def test_what_a_sample_says(told, phase, said):
    told.answers.setdefault("steps", 1500)
    found = measure(told, since=2000.0)
    assert found.phase is phase, found
    assert said in found.said
    assert found.cure or phase is GOOD
