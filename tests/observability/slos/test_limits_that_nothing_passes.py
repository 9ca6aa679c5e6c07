"""Limits of objectives that hold whatever happens, are held from the wrong side, or let most events be bad."""

from __future__ import annotations

import re

import pytest
from test_what_objectives_count import Bucketed
from told_objectives import slos
from told_series import SLOTH
from written_slos import ALPHA, SLICES, THRESHOLD

from pytest_golive.observability.slos.choosing import choose
from pytest_golive.observability.slos.measuring import measure

BAD, GOOD, ALL = (f"sum(rate(hits_total{each}[5m]))" for each in ('{code=~"5.."}', '{code!~"5.."}', ""))
P95 = "histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))"


def limited(query, op, value):
    text = THRESHOLD.replace('max(latency_seconds{job="shop"})', query)
    return text.replace("op: lt, value: 0.5", f"op: {op}, value: {value}")


def found(text, **answers):
    told = Bucketed(**{"bad": 0.99, "total": 0.99, **answers})
    told.edges = ("0.1", "0.5", "2.5", "+Inf")
    return measure(slos(text)[:1], told, {"job": "shop"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (limited(f"{BAD} / {ALL}", "gt", 0.01), "counts errors of the server (500, 502, 503, 504) as good"),
        (limited(f"{GOOD} / {ALL}", "lt", 0.999), "counts what went well as bad events"),
        (limited(f"1 - {GOOD} / {ALL}", "gte", 0.01), "counts what went well as bad events"),
        (limited(f"{BAD} / {ALL}", "lte", 1), "its value is a share of all events, so <= 1.0 holds whatever happens"),
        (limited(f"100 * {BAD} / {ALL}", "lte", 100), "so <= 100.0 holds whatever happens"),
        (limited(f"{GOOD} / {ALL}", "gte", 0), "so >= 0.0 holds whatever happens"),
        (limited(P95, "gt", 0.5), "it holds while a percentile of response times is more than 0.5"),
        (limited('avg(up{job="shop"})', "lt", 0.9), "is low, so what is down is good"),
    ],
)
def test_what_holds_whatever_happens_is_no_objective(text, said):
    result = found(text)
    assert (result.standings, result.doubts) == ((), ())
    assert said in result.misaimed[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (limited(f"{BAD} / {ALL}", "lt", 1.0), "by < 1.0 a minute is good in which half of all events are bad"),
        (limited(f"100 * ({BAD} / {ALL})", "lte", 50), "by <= 50.0 a minute is good"),
        (limited(f"{GOOD} / {ALL}", "gt", 0.5), "by > 0.5 a minute is good"),
        (ALPHA.replace("target: 0.98", "target: 0.09"), "with a target of 9 % most events may be bad"),
        (SLOTH.replace("99.9", "9.9"), "with a target of 9.9 % most events may be bad"),
        (SLICES.replace("timeSliceTarget: 0.95", "timeSliceTarget: 0.5"), "with a timeSliceTarget of 50 % half of all"),
    ],
)
def test_what_lets_most_events_be_bad_is_not_proven(text, said):
    (doubt,) = found(text).doubts
    assert said in doubt.error.what
    assert "if you answer for what it counts, trust it" in doubt.error.cure
    own = slos(text)[:1]
    told = Bucketed(bad=0.001, total=0.99)
    result = measure(choose(own, (), (), (own[0].key,)).slos, told, {"job": "shop"})
    assert any(said in note for note in result.unproven)


@pytest.mark.parametrize(
    "text",
    [
        limited(f"{BAD} / {ALL}", "lt", 0.01),
        limited(f"({BAD} or vector(0)) / {ALL}", "lte", 0.05),
        limited(f"100 * {GOOD} / {ALL}", "gte", 99),
        limited(f"1 - {BAD} / {ALL}", "gt", 0.99),
        limited(P95, "lt", 0.5),
        limited('avg(up{job="shop"})', "gte", 0.9),
        limited('max(queue_length{job="shop"})', "lt", 100),
        SLICES,
    ],
)
def test_usual_limits_are_taken(text):
    result = found(text)
    assert ([str(each.error) for each in result.doubts], result.misaimed, len(result.standings)) == ([], (), 1)


@pytest.mark.parametrize("condition", ['code!="x"', 'code=~".+"', 'code=~"..."', 'code!~"error|failed"'])
def test_codes_of_errors_that_pass_a_condition_are_no_good_events(condition):
    result = found(ALPHA.replace('code!~"5.."', condition))
    assert (result.standings, result.doubts) == ((), ())
    assert re.search(r"counts errors of the server \(500, 502, 503, 504\) as good", result.misaimed[0].message)
    assert result.misaimed[0].cure == 'leave them out, as by code!~"5.."'


def test_words_that_are_no_codes_are_left_to_the_words():
    told = Bucketed(bad=99.0, total=100.0)
    told.values = ("ok", "failed")
    result = measure(slos(ALPHA.replace('code!~"5.."', 'code!="failed"'))[:1], told, {"job": "shop"})
    assert (len(result.standings), result.misaimed, result.doubts) == (1, (), ())
