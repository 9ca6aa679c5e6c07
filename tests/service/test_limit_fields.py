"""When rejections allow a retry, in every form that services send."""

from __future__ import annotations

import time
from fnmatch import fnmatchcase

import pytest

from pytest_golive.service.http.asking import Answer
from pytest_golive.service.limits.limit_fields import clock_of, promise_of, remaining_of

DATE = ("Date", "Wed, 25 Nov 2026 10:00:00 GMT")
EPOCH = 1_795_600_800


def answer(*headers):
    return Answer("GET", "http://h/search", 429, (DATE, *headers))


@pytest.mark.parametrize(
    ("name", "value", "seconds"),
    [
        ("Retry-After", "60", 60),
        ("Retry-After", " 0 ", 0),
        ("Retry-After", "Wed, 25 Nov 2026 10:01:30 GMT", 90),
        ("Retry-After", "Wed, 25 Nov 2026 10:00:00 GMT", 0),
        ("Retry-After", "Wed, 25 Nov 2026 09:59:59 GMT", 0),
        ("Retry-After", "Wed Nov 25 10:00:06 2026", 6),
        ("Retry-After", "Wednesday, 25-Nov-26 10:00:05 GMT", 5),
        ("RateLimit-Reset", "7", 7),
        ("RateLimit", "limit=10, remaining=0, reset=5", 5),
        ("RateLimit", '"default";r=0;t=6', 6),
        ("X-RateLimit-Reset", str(EPOCH + 4), 4),
        ("X-RateLimit-Reset", f"{EPOCH + 4}.5", 4.5),
        ("X-RateLimit-Reset", str((EPOCH + 4) * 1000), 4),
        ("X-Rate-Limit-Reset", "3", 3),
        ("X-RateLimit-Reset", "2026-11-25T10:00:08Z", 8),
        ("X-RateLimit-Reset", "Wed, 25 Nov 2026 10:00:09 GMT", 9),
        ("X-RateLimit-Reset", "1m30s", 90),
        ("X-RateLimit-Reset", "20ms", 0.02),
        ("RateLimit", '"default";r=0;t=6;pk=:dD01O3I9OQ==:', 6),
        ("RateLimit", '"a;t=1, \\"b";r=0;t=6', 6),
        ("RateLimit", "limit=10;remaining=0;reset=5", 5),
    ],
)
def test_a_promise_is_read(name, value, seconds):
    promise = promise_of(answer((name, value)))
    assert promise.seconds == seconds
    assert promise.description == f"{name}: {value.strip()}"


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ((), "neither Retry-After nor RateLimit fields"),
        ((("RateLimit-Limit", "10"),), "neither Retry-After nor RateLimit fields"),
        ((("Retry-After", "-1"),), "Retry-After: -1, which cannot be read"),
        ((("Retry-After", "soon"),), "Retry-After: soon, which cannot be read"),
        ((("Retry-After", "2 s"),), "Retry-After: 2 s, which cannot be read"),
        ((("Retry-After", ""),), "Retry-After: , which cannot be read"),
        ((("Retry-After", "\u0662"),), "Retry-After: \u0662, which cannot be read"),
        ((("Retry-After", "2.5"),), "Retry-After: 2.5, which is no whole number of seconds"),
        (
            (("Retry-After", str(EPOCH)),),
            f"Retry-After: {EPOCH}, which is a time since 1970: as seconds it is a wait of 57 years",
        ),
        (
            (("Retry-After", "Wed, 25 Nov 2026 09:00:00 GMT"),),
            "Retry-After: Wed, 25 Nov 2026 09:00:00 GMT, which is 3600 s in the past",
        ),
        (
            (("Retry-After", "Wed, 25 Nov 2026 10:01:30 +0100"),),
            "Retry-After: Wed, 25 Nov 2026 10:01:30 +0100, which cannot be read",
        ),
        ((("Retry-After", "2026-11-25T10:01:30Z"),), "Retry-After: 2026-11-25T10:01:30Z, which cannot be read"),
        ((("Retry-After", "Wed, 99 Foo 2026 10:01:30 GMT"),), "Retry-After: Wed, 99 Foo 2026 10:01:30 GMT, which*read"),
        ((("Retry-After", "1"), ("Retry-After", "60")), "Retry-After: 1, 60, of which is unknown which counts"),
        ((("RateLimit-Reset", "nan"),), "RateLimit-Reset: nan, which cannot be read"),
        ((("RateLimit-Reset", str(EPOCH)),), f"RateLimit-Reset: {EPOCH}, which is a time since 1970: as*57 years"),
        ((("X-RateLimit-Reset", "later"),), "X-RateLimit-Reset: later, which cannot be read"),
        ((("RateLimit", "limit=10"),), "RateLimit: limit=10, which cannot be read"),
        ((("RateLimit", '"default";r=0'),), 'RateLimit: "default";r=0, which cannot be read'),
        (
            (("RateLimit", '"burst";r=3;t=1, "day";r=5;t=9'),),
            'RateLimit: "burst";r=3;t=1, "day";r=5;t=9, which names no policy that is used up',
        ),
    ],
)
def test_what_cannot_be_used_is_no_promise(headers, told):
    promise = promise_of(answer(*headers))
    assert promise.seconds is None
    assert not promise.is_usable
    assert fnmatchcase(promise.description, told)


@pytest.mark.parametrize(
    ("headers", "seconds", "left"),
    [
        ([("RateLimit", '"day";r=900;t=80000, "burst";r=0;t=3')], 3, 0),
        ([("RateLimit", '"burst";r=3;t=1, "slow";r=0;t=4')], 4, 0),
        ([("RateLimit", '"burst";r=0;t=1, "slow";r=0;t=4')], 4, 0),
        ([("RateLimit", '"day";r=900;t=80000'), ("RateLimit", '"burst";r=0;t=3')], 3, 0),
        ([("RateLimit", "limit=9, remaining=3, reset=1"), ("RateLimit", "limit=99, remaining=0, reset=4")], 4, 0),
        ([("RateLimit-Remaining", "3, 0"), ("RateLimit-Reset", "1, 4")], 4, 0),
        ([("X-RateLimit-Remaining", "3"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1, 4")], 4, 0),
        (
            [
                ("X-RateLimit-Remaining-Requests", "0"),
                ("X-RateLimit-Reset-Requests", "1s"),
                ("X-RateLimit-Remaining-Tokens", "90"),
                ("X-RateLimit-Reset-Tokens", "6m0s"),
            ],
            1,
            0,
        ),
        ([("RateLimit-Limit", "10, 10;w=1, 50;w=60"), ("RateLimit-Remaining", "2"), ("RateLimit-Reset", "5")], 5, 2),
    ],
)
def test_of_several_policies_the_one_that_refused_counts(headers, seconds, left):
    found = answer(*headers, ("RateLimit-Policy", '"day";q=1000;w=86400, "burst";q=5;w=3'))
    assert promise_of(found).seconds == seconds
    assert remaining_of(found) == left


def test_what_is_wrong_with_retry_after_is_told_although_another_field_is_right():
    promise = promise_of(answer(("Retry-After", str(EPOCH)), ("RateLimit-Reset", "9")))
    assert promise.seconds == 9
    assert not promise.is_usable
    assert promise.description.startswith(f"Retry-After: {EPOCH}, which is a time since 1970")
    assert promise.description.endswith("57 years; RateLimit-Reset: 9")
    assert promise_of(answer(("Retry-After", "9"), ("RateLimit-Reset", str(EPOCH)))).is_usable


def test_long_fields_are_read_as_far_as_they_are_told():
    assert promise_of(answer(("RateLimit", '"x";r=0;t=1, ' * 50_000))).seconds == 1
    assert promise_of(answer(("RateLimit-Reset", "1," * 50_000))).seconds is None


def test_retry_after_counts_first_and_what_can_be_read_before_what_cannot():
    assert promise_of(answer(("RateLimit-Reset", "9"), ("retry-after", "2"))).description == "Retry-After: 2"
    assert promise_of(answer(("Retry-After", "soon"), ("RateLimit-Reset", "9"))).seconds == 9


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("RateLimit-Remaining", "3", 3),
        ("X-RateLimit-Remaining", "0", 0),
        ("RateLimit", "limit=10, remaining=4, reset=5", 4),
        ("RateLimit", '"default";r=2;t=6', 2),
        ("RateLimit-Remaining", "many", None),
    ],
)
def test_what_is_left_is_read(name, value, left):
    assert remaining_of(answer((name, value))) == left


def test_without_a_date_of_the_service_the_own_clock_counts():
    assert clock_of(answer()) == EPOCH
    assert abs(clock_of(Answer("GET", "http://h/", 429)) - time.time()) < 60
