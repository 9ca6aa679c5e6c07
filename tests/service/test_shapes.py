"""Headers, texts and redirect targets that are required, and those that are forbidden."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.shapes import Shape, shape_faults
from pytest_golive.service.http.answer import Answer

HEADERS = (
    ("Cache-Control", "private, No-Store"),
    ("Server", "nginx/1.22.1"),
    ("Vary", "Accept"),
    ("Vary", "Origin"),
)


def faults(shape, status=200, headers=HEADERS, body=b"<h1>Shop</h1> debug = True"):
    return list(shape_faults(Answer("GET", "https://shop.example/account?x=1", status, headers, body), shape))


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Shape(headers={"cache-control": "*no-store*", "vary": "origin", "Server": "*"}), []),
        (Shape(headers={"ETag": "*"}), ["the header ETag is missing"]),
        (Shape(headers={"ETag": "W/*"}), ['the header ETag is missing, must be "W/*"']),
        (Shape(headers={"Vary": "Cookie"}), ['the header Vary is "Accept" and "Origin", must be "Cookie"']),
        (Shape(without_headers={"X-Powered-By": "*", "Server": "apache*"}), []),
        (Shape(without_headers={"server": "*/*"}), ['the header server is "nginx/1.22.1", and must not be']),
        (Shape(without_headers={"Server": "*"}), ['the header Server is "nginx/1.22.1", and must not be there']),
        (Shape(without_text=["Traceback", "debug = True"]), ['the body holds "debug = True", and must not']),
        (Shape(without_text=["Traceback"]), []),
        (Shape(location=["/login"]), ['it leads nowhere, must lead to "/login"']),
        (Shape(without_location=["*"]), []),
    ],
)
def test_what_must_be_there_and_what_must_not(shape, said):
    assert faults(shape) == said


@pytest.mark.parametrize(
    ("location", "wanted"),
    [
        ("/login?next=%2Faccount", "/login"),
        ("/login?next=%2Faccount", "/login?next=*"),
        ("https://shop.example/login", "/login"),
        ("/login", "https://shop.example/login"),
        ("login", "/login"),
        ("//id.example/start", "https://id.example/*"),
        ("https://id.example/start", "*id.example*"),
    ],
)
def test_where_it_leads_may_be_a_path_or_a_whole_url(location, wanted):
    headers = [("Location", location)]
    assert faults(Shape(location=["/never", wanted]), 302, headers) == []
    (said,) = faults(Shape(without_location=[wanted]), 302, headers)
    assert said.endswith(f'and must not lead to "{wanted}"')
    assert location in said


@pytest.mark.parametrize(
    ("location", "wanted"),
    [
        ("https://id.example/login", "/login"),
        ("/Login", "/login"),
        ("/login/other", "/login"),
        ("javascript:alert(1)", "/login"),
        ("http://shop.example/login", "https://shop.example/login"),
    ],
)
def test_the_path_of_another_host_is_not_that_path(location, wanted):
    (said,) = faults(Shape(location=[wanted]), 302, [("Location", location)])
    assert said == f'it leads to "{location}", must lead to "{wanted}"'


@pytest.mark.security
def test_no_secret_is_quoted_from_a_header():
    canary = "canary-" + "Zx81Qm55"
    MASK.add(canary)
    message = faults(Shape(headers={"X-Session": "no"}), headers=[("X-Session", f"is {canary}")])
    assert canary not in str(message)
    assert "[hidden]" in message[0]


def test_bytes_that_are_no_text_and_a_long_body():
    assert faults(Shape(without_text=["x"]), body=b"\xff\xfe" * 1000) == []
    assert faults(Shape(without_text=["end"]), body=b"a" * 1_000_000 + b"end") == ['the body holds "end", and must not']
