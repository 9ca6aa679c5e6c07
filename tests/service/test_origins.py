"""The parts of a URL, its origin, and what of it stands in messages."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import Mask
from pytest_golive.service.addresses import origins
from pytest_golive.service.addresses.origins import NoUrl, Parts, normal_url, origin_of, parts_of, plain
from pytest_golive.service.http.unreachable import Unreachable

pytestmark = pytest.mark.security


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("HTTP://a.example/x?y#z", Parts("http", "", "a.example", None, "/x?y#z")),
        ("https://me:pw@a.example:8443", Parts("https", "me:pw", "a.example", 8443, "")),
        ("https://a@b@c.example?x@y", Parts("https", "a@b", "c.example", None, "?x@y")),
        ("https://a.example#/x", Parts("https", "", "a.example", None, "#/x")),
        ("ws+x.1-y://a.example:", Parts("ws+x.1-y", "", "a.example", None, "")),
        ("http://[::1]", Parts("http", "", "::1", None, "")),
        ("http://[::1]:", Parts("http", "", "::1", None, "")),
        ("http://[::1]:0065535/", Parts("http", "", "::1", 65_535, "/")),
        ("http://a.example:0", Parts("http", "", "a.example", 0, "")),
    ],
)
def test_the_parts_of_a_url(url, parts):
    assert parts_of(url) == parts


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("a.example", "it is no whole URL: there is no scheme with '//'"),
        ("http:a.example", "it is no whole URL: there is no scheme with '//'"),
        ("//a.example", "it is no whole URL: there is no scheme with '//'"),
        ("http://a\\@b.example", "it contains a backslash, which some clients read as a slash"),
        ("http://a.example:65536", "its port is none"),
        ("http://a.example:x", "its port is none"),
        ("http://a.example:1:2", "its port is none"),
        ("http://[::1]8080", "its port is none"),
        ("http://[::1]x8080", "its port is none"),
        ("http://[::1", "its host is no IPv6 address"),
        ("http://:80", "it names no host"),
        ("http://", "it names no host"),
        ("http://a b", "its host holds a character that no host may hold"),
    ],
)
def test_what_is_no_url_is_refused_with_the_reason(url, why):
    with pytest.raises(NoUrl) as caught:
        parts_of(url)
    assert str(caught.value) == why
    with pytest.raises(Unreachable) as refused:
        normal_url(url)
    assert refused.value.what.endswith(f": {caught.value}")
    if not url.startswith("a"):
        with pytest.raises(Unreachable, match=r"http|//") as refused:
            origin_of(url)
        assert refused.value.what.endswith(f": {caught.value}")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://a.example", ("http", "a.example", 80)),
        ("https://a.example", ("https", "a.example", 443)),
        ("https://a.example:80", ("https", "a.example", 80)),
        ("https://a.example:0", ("https", "a.example", 443)),
        ("ftp://a.example", ("ftp", "a.example", 0)),
        ("/x", ("", "", 0)),
        ("x/y:z", ("", "", 0)),
        ("", ("", "", 0)),
    ],
)
def test_origins(url, origin):
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://me:pw@A.Example:/x?y#z", "http://me:pw@a.example/x?y#z"),
        ("http://[::1]:08/", "http://[::1]:8/"),
        ("http://a.example:0", "http://a.example:0"),
    ],
)
def test_a_url_is_put_together_again(url, normal):
    assert normal_url(url) == normal


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@A.example:8443/x/y?z#w", "https://a.example:8443/x/y"),
        ("https://a.example/x#w?z", "https://a.example/x"),
        ("https://a.example/tea-for-two", "https://a.example/[hidden]"),
        ("/x/tea-for-two?a", ":///x/[hidden]"),
        ("x", "://x"),
        ("http://me:pw@a b\x1b/tea-for-two?c", "'a b?/[hidden]'"),
        (f"http://{'a' * 99} b", repr(("http://" + "a" * 99)[:80])),
    ],
)
def test_what_of_a_url_stands_in_messages(monkeypatch, url, shown):
    mask = Mask()
    mask.add("tea-for-two")
    monkeypatch.setattr(origins, "MASK", mask)
    assert plain(url) == shown
