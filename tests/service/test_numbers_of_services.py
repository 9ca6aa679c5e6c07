"""Numbers from a service: digits of other scripts, and thousands of digits, are neither numbers nor crashes."""

from __future__ import annotations

import pytest

from pytest_golive.findings import Finding
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.sessions.cookies import Cookies
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.limits.limit_fields import promise_of, remaining_of
from pytest_golive.service.transport.browsers import cookie_faults, header_faults

MANY = "9" * 6000


def answer(*headers):
    return Answer("GET", "http://127.0.0.1/", 429, headers)


@pytest.mark.parametrize("value", [MANY, "\u00b2", "\u0661", "--5", "+5", "1e5", ""])
def test_no_such_number_is_a_promise(value):
    for name in ("Retry-After", "RateLimit-Reset", "RateLimit", "X-RateLimit-Remaining"):
        said = f"limit=1, remaining={value}, reset={value}" if name == "RateLimit" else value
        assert promise_of(answer((name, said))).seconds is None
        assert remaining_of(answer((name, said))) is None


@pytest.mark.parametrize(
    ("age", "is_kept"),
    [
        ("0", False),
        ("-1", False),
        ("00", False),
        ("1", True),
        (MANY, True),
        ("--1", True),
        ("\u00b2", True),
    ],
)
def test_a_cookie_ends_by_an_age_that_is_a_number(age, is_kept):
    cookies = Cookies()
    cookies.take(answer(("Set-Cookie", f"sid=abcdefgh; Max-Age={age}")))
    assert ("sid" in cookies.values) == is_kept
    assert isinstance(list(cookie_faults([answer(("Set-Cookie", f"sid=x; Max-Age={age}"))], (), is_https=True)), list)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (f"max-age={MANY}", ()),
        ('includeSubDomains ; Max-Age = "31536000"', ()),
        ("max-age=\u0663", ("it has no max-age",)),
        ("max-age=;max-age=31536000", ()),
        ("x-max-age=31536000", ("it has no max-age",)),
    ],
)
def test_the_age_of_hsts(value, told):
    found = [fault.message for fault in header_faults([answer(("Strict-Transport-Security", value))], (), 180)]
    assert len(found) == len(told)
    assert all(words in message for words, message in zip(told, found, strict=True))


def test_the_last_referrer_policy_counts():
    unsafe = answer(("Referrer-Policy", "no-referrer, Unsafe-URL"))
    assert list(header_faults([unsafe], ("Referrer-Policy",), 0))
    assert not list(header_faults([answer(("Referrer-Policy", "unsafe-url, no-referrer"))], ("Referrer-Policy",), 0))


def test_half_a_surrogate_pair_is_hidden_and_known_again():
    MASK.reset()
    MASK.add("secret-\ud800-half")
    assert MASK.hide("a secret-\ud800-half b") == "a [hidden] b"
    MASK.reset()
    assert len(Finding("", 0, "r", "\ud800").identity) == len(Finding("\udcff", 0, "r", "x").fingerprint) == 16
