"""Limits as people write them."""

from __future__ import annotations

import math

import pytest

from pytest_golive.load.limits import parse


@pytest.mark.parametrize(
    ("text", "measure", "percent", "bound"),
    [
        ("p(95)<200ms", "p", 95, {"below": 200}),
        (" p(99.9) <= 1.5 s ", "p", 99.9, {"at_most": 1500}),
        ("p(50)<800us", "p", 50, {"below": 0.8}),
        ("error_rate<1%", "error_rate", 0, {"below": 1}),
        ("error_rate <= 0.5 %", "error_rate", 0, {"at_most": 0.5}),
        ("rps>=100", "rps", 0, {"at_least": 100}),
        ("rps>20/s", "rps", 0, {"above": 20}),
    ],
)
def test_what_is_understood(text, measure, percent, bound):
    limit = parse(text)
    assert (limit.measure, limit.percent, limit.bound) == (measure, percent, pytest.approx(bound))
    assert limit.text == text.strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a limit"),
        ("p95<200ms", "is not a limit"),
        ("p(95)<-1ms", "is not a limit"),
        ("p(95)<nan", "is not a limit"),
        ("p(95)<200", "unit of time"),
        ("p(95)<200%", "unit of time"),
        ("p(0)<1ms", "percentile above 0"),
        ("p(101)<1ms", "percentile above 0"),
        ("p(95)>200ms", "wrong side"),
        ("error_rate>1%", "wrong side"),
        ("rps<100", "wrong side"),
        ("error_rate<0.01", "in percent"),
        ("error_rate<200%", "in percent"),
        ("rps>=100ms", "requests a second"),
        ("p(95)<200ms and rps>1", "is not a limit"),
    ],
)
def test_what_is_refused_says_why(text, said):
    with pytest.raises(ValueError, match=said):
        parse(text)


@pytest.mark.parametrize("text", ["p(95)<200ms", "p(95)<=200ms", "error_rate<1%", "rps>=1", "rps>1"])
def test_what_is_not_a_number_never_holds(text):
    assert not parse(text).holds(math.nan)


def test_the_limit_itself():
    assert [parse(t).holds(200) for t in ("p(95)<200ms", "p(95)<=200ms", "rps>200", "rps>=200")] == [0, 1, 0, 1]


def test_a_far_percentile_needs_more_samples():
    assert [parse(f"p({p})<1s").fewest for p in (50, 95, 99, 99.9, 100)] == [50, 50, 100, 1000, 50]
