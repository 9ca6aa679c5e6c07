"""Headers and cookies, one by one."""

from __future__ import annotations

import pytest

from pytest_golive.service.http.asking import Answer
from pytest_golive.service.transport.browsers import cookie_faults, header_faults

DATE = ("Date", "Wed, 25 Nov 2026 10:00:00 GMT")


def lacks(*cookies, is_https=True, for_scripts=()):
    answer = Answer("GET", "https://h/login", 200, (DATE, *(("Set-Cookie", cookie) for cookie in cookies)))
    return [
        finding.message.partition(", set by")[0] for finding in cookie_faults([answer], for_scripts, is_https=is_https)
    ]


@pytest.mark.security
@pytest.mark.parametrize(
    ("cookie", "lacking"),
    [
        ("session=abc; Path=/; Secure; HttpOnly; SameSite=Lax", ""),
        ("session=abc; secure; httponly; samesite=strict", ""),
        ("session=abc; HttpOnly; SameSite=Lax", "Secure"),
        ("session=abc; Secure; SameSite=Lax", "HttpOnly"),
        ("session=abc; Secure; HttpOnly", "SameSite"),
        ("session=abc; Secure; HttpOnly; SameSite=perhaps", "SameSite"),
        ("session=abc; HttpOnly; SameSite=None", "Secure, Secure together with SameSite=None"),
        ("csrftoken=abc; Secure; SameSite=Lax", ""),
        ("my_xsrf=abc; Secure; SameSite=Lax", ""),
        ("session=; Max-Age=0; Path=/", ""),
        ("session=; Max-Age=-1", ""),
        ('session=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/', ""),
        ("session=; expires=Thu, 01-Jan-1970 00:00:00 GMT", ""),
        ("session=x; expires=Fri, 01 Jan 2100 00:00:00 GMT; Secure; HttpOnly", "SameSite"),
        ("session=x; Max-Age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT", "Secure, HttpOnly, SameSite"),
    ],
)
def test_cookies_need_flags_unless_they_delete_one(cookie, lacking):
    assert lacks(cookie) == ([f"cookie {cookie.partition('=')[0]}: it lacks {lacking}"] if lacking else [])


def test_scripts_read_what_the_settings_name_and_clear_text_carries_no_secure_cookie():
    assert lacks("theme=dark; Secure; SameSite=Lax", for_scripts=("theme",)) == []
    assert lacks("session=abc; HttpOnly; SameSite=Lax", is_https=False) == []
    assert len(lacks("a=1; Secure; HttpOnly", "a=2; Secure; HttpOnly")) == 1


@pytest.mark.security
@pytest.mark.parametrize(
    ("headers", "faults"),
    [
        ({"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}, []),
        ({"x-content-type-options": "NoSniff", "Content-Security-Policy": "default-src 'self'"}, []),
        ({"X-Content-Type-Options": "nosniff"}, ["Content-Security-Policy or X-Frame-Options"]),
        ({"X-Content-Type-Options": "yes", "X-Frame-Options": "sameorigin"}, ["X-Content-Type-Options"]),
        (
            {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "ALLOWALL"},
            ["Content-Security-Policy or X-Frame-Options"],
        ),
    ],
)
def test_headers_must_be_there_and_worth_something(headers, faults):
    wanted = ("X-Content-Type-Options", "Content-Security-Policy|X-Frame-Options")
    answer = Answer("GET", "https://h/", 200, tuple(headers.items()))
    assert [finding.rule for finding in header_faults([answer], wanted, 0)] == faults


def test_all_that_is_missing_has_one_cure():
    pages = [
        Answer("GET", "https://h/", 200, ()),
        Answer("GET", "https://h/about", 200, (("X-Content-Type-Options", "nosniff"),)),
    ]
    wanted = ("X-Content-Type-Options", "Content-Security-Policy|X-Frame-Options", "Referrer-Policy")
    found = list(header_faults(pages, wanted, 180))
    assert len(found) == 7
    (cure,) = {one.cure for one in found}
    assert cure == (
        "let the proxy, or a middleware of the application, send with every answer, errors too: "
        "X-Content-Type-Options: nosniff, Content-Security-Policy or X-Frame-Options: DENY, "
        "Referrer-Policy: strict-origin-when-cross-origin, Strict-Transport-Security: max-age=15552000 or more"
        "; hsts_days says how long that must be"
    )
    (one,) = header_faults(pages, wanted[:1], 0)
    assert one.cure.endswith("errors too: X-Content-Type-Options: nosniff")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("max-age=15552000", ""),
        ("includeSubDomains; max-age=31536000; preload", ""),
        ('max-age="31536000"', ""),
        ("max-age=300", "max-age is 300 s, must be at least 15,552,000 s (180 days)"),
        ("max-age=0", "max-age is 0 s, must be at least 15,552,000 s (180 days)"),
        ("includeSubDomains", "it has no max-age"),
        ("", "it is missing"),
    ],
)
def test_hsts_lasts_long_enough(value, what):
    answer = Answer("GET", "https://h/", 200, (("Strict-Transport-Security", value),))
    found = [finding.message for finding in header_faults([answer], (), 180)]
    assert [message.partition(": ")[2].partition(" at GET")[0] for message in found] == ([what] if what else [])
