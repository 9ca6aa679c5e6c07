"""When a cookie expires, as browsers parse it."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from pytest_golive.service.auth.sessions.cookie_dates import cookie_date
from pytest_golive.service.auth.sessions.cookies import Cookies
from pytest_golive.service.http.answer import Answer

HOUR = 3600


def dated(line):
    """Fill in the times that a line names: test ids must not contain them, because all workers must collect the same ids."""
    past, ahead = (formatdate(time.time() + way * HOUR, usegmt=True) for way in (-1, 1))
    return line.replace("PAST", past).replace("AHEAD", ahead)


def said(*lines, path="/logout"):
    return Answer("POST", f"http://shop.example{path}", 303, tuple(("Set-Cookie", line) for line in lines))


def kept(*lines, before="sid=the-session; Path=/", path="/logout"):
    cookies = Cookies()
    cookies.take(said(before, path="/login"))
    cookies.take(said(*lines, path=path))
    return cookies.values.get("sid", "")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 01-Jan-1970 00:00:10 GMT", 10),
        ("Thursday, 01-Jan-70 00:00:01 GMT", 1),
        ("Thu Jan  1 00:00:00 1970", 0),
        ("Mon, 03 Feb 69 00:00:00 GMT", 3_127_075_200),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ("Mon, 01 Jan 0001 00:00:00 GMT", 978_307_200),
        ("Mon, 01 Jan 1600 00:00:00 GMT", None),
        ("Thu, 32 Jan 1970 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970", None),
        ("0", None),
        ("-1", None),
        ("", None),
        ("soon", None),
        ("\xff" * 100_000, None),
        ("1" * 100_000, None),
    ],
)
def test_a_date_as_browsers_read_it(text, seconds):
    assert cookie_date(text) == seconds


@pytest.mark.parametrize(
    "line",
    [
        "sid=; Path=/",
        "sid=gone; Path=/; Max-Age=0",
        "sid=gone; Path=/; Max-Age=-1",
        "sid=the-session; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "sid=the-session; Path=/; Expires=PAST",
        "sid=the-session; Path=/; expires=PAST; HttpOnly",
        "sid=the-session; Path=/; Max-Age=0; Expires=AHEAD",
        "sid=the-session; Path=/; Domain=shop.example; Max-Age=0",
        "sid=the-session; Path=/; Max-Age=60; Max-Age=0",
    ],
)
def test_a_cookie_that_ends_is_sent_no_more(line):
    assert kept(dated(line)) == ""


@pytest.mark.security
@pytest.mark.parametrize(
    "line",
    [
        "sid=the-session; Path=/; Max-Age=60; Expires=PAST",
        "sid=the-session; Path=/; Expires=AHEAD",
        "sid=the-session; Path=/; Expires=0",
        "sid=the-session; Path=/; Max-Age=soon",
        f"sid=the-session; Path=/; Max-Age={'9' * 5000}",
        "sid=the-session; Path=/shop; Max-Age=0",
        "sid=the-session; Path=/; Domain=example; Max-Age=0",
        "other=the-session; Path=/; Max-Age=0",
    ],
)
def test_a_cookie_that_does_not_end_is_sent_on(line):
    assert kept(dated(line)) == "the-session"


def test_a_path_that_is_not_named_is_the_folder_of_the_request():
    assert kept("sid=; Max-Age=0", before="sid=the-session", path="/logout") == ""
    assert kept("sid=; Max-Age=0", before="sid=the-session", path="/users/logout") == "the-session"
