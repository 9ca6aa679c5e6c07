"""What refusals say of when to come back, in every form that services send."""

from __future__ import annotations

import time

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
        ("Retry-After", "Wed, 25 Nov 2026 09:00:00 GMT", 0),
        ("Retry-After", "Wednesday, 25-Nov-26 10:00:05 GMT", 5),
        ("RateLimit-Reset", "7", 7),
        ("RateLimit", "limit=10, remaining=0, reset=5", 5),
        ("RateLimit", '"default";r=0;t=6', 6),
        ("X-RateLimit-Reset", str(EPOCH + 4), 4),
        ("X-RateLimit-Reset", f"{EPOCH + 4}.5", 4.5),
        ("X-RateLimit-Reset", str((EPOCH + 4) * 1000), 4),
        ("X-Rate-Limit-Reset", "3", 3),
    ],
)
def test_a_promise_is_read(name, value, seconds):
    promise = promise_of(answer((name, value)))
    assert promise.seconds == seconds
    assert promise.told == f"{name}: {value.strip()}"


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ((), "neither Retry-After nor RateLimit fields"),
        ((("Retry-After", "-1"),), "Retry-After: -1, which cannot be read"),
        ((("Retry-After", "soon"),), "Retry-After: soon, which cannot be read"),
        (
            (("Retry-After", "Wed, 99 Foo 2026 10:01:30 GMT"),),
            "Retry-After: Wed, 99 Foo 2026 10:01:30 GMT, which cannot be read",
        ),
        ((("RateLimit-Reset", "nan"),), "RateLimit-Reset: nan, which cannot be read"),
        ((("RateLimit", "limit=10"),), "RateLimit: limit=10, which cannot be read"),
        ((("RateLimit-Limit", "10"),), "neither Retry-After nor RateLimit fields"),
    ],
)
def test_what_cannot_be_read_is_no_promise(headers, told):
    promise = promise_of(answer(*headers))
    assert promise.seconds is None
    assert promise.told == told


def test_retry_after_counts_first_and_what_can_be_read_before_what_cannot():
    assert promise_of(answer(("RateLimit-Reset", "9"), ("retry-after", "2"))).told == "Retry-After: 2"
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
