"""Redirects of real responses: which are followed within a target, where it stops, and what is never requested."""

from __future__ import annotations

import contextlib

import httpx
import pytest

from pytest_golive.service.answers.attempts import follow
from pytest_golive.service.answers.redirects import strays
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

RAW = [
    b"mailto:x", b"javascript:alert(1)", b"data:,x", b"file:///real", b"http:127.0.0.2", b"a:80/x", b"http:\\\\h",
    b"http://xn--/", b"http://xn--a/", b"http://[", b"http://h:99999/", b"http://h:x/", b"//[", b"//", b"///", b"",
    b"\xff\xfe", b"/\xe4", b"http://b\xfccher.example/", "http://bücher.example:1/".encode(), b"/ with space",
    b"http://a b/", b"http://me:word@127.0.0.1:1/", b"http://%zz/", b"http://xn--bcher-kva%2Eexample/", b"http://%/", b"http://1.2.3.4.5/", b"http://0x/",
    b"/" + b"x" * 70_000, b"http://" + b"a" * 70_000, b"?" * 9000, b"http://\xf0\x9f\x92\xa9/", b"#", b"?", b".", b";",
    b"http://127.0.0.1:1/\xff", b"//\xe2\x84\x80/", b"http://a\xe2\x84\x80b/", b"http:///x", b"::", b":", b"[", b"]",
    b"http://[::1%25]/", b"http://[v1.x]/", b"%", b"%%%", b"/%zz", b"/%", b"\tx", b"http://h:\xd9\xa1/", b"http://\xc2\xad/",
    b"x" * 5_000_000,
]  # fmt: skip


@pytest.mark.parametrize("location", RAW, ids=lambda raw: repr(raw[:20]))
def test_no_location_is_followed_on_the_target_itself_or_crashes(speak, location):
    heard = []

    def say(connection):
        heard.append(1)
        head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "
        connection.sendall(head + location + b"\r\n\r\n")

    target = Target("staging", speak(say), timeout=30, max_redirects=1)
    stays = {b"\xff\xfe", b"/\xe4", b"/ with space", b"?" * 9000, b"#", b"?", b".", b";", b"]", b"[", b"%", b"%%%"}
    stays |= {b"/%zz", b"/%", b"\tx", b":", b"::"}
    for ask in (lambda: Service(target).ask("/x"), lambda: Service(target).ask("/x", follow=True)):
        heard.clear()
        try:
            came = str(ask().status)
        except Unreachable as error:
            came = error.kind
        assert came in {
            "302",
            "bad redirect",
            "redirects",
            "garbage",
            "malformed",
            "dns",
            "refused",
            "clear text",
            "cut off",
        }
        assert len(heard) == 1 or location in stays
    with Service(target).open() as client, contextlib.suppress(httpx.TransportError, httpx.TooManyRedirects):
        assert client.get("/x", follow_redirects=True).status_code == 302


@pytest.mark.parametrize(
    ("url", "following", "why"),
    [
        ("https://stage.example/", "https://stage.example:443/x", ""),
        ("https://stage.example/", "http://stage.example/x", "from https to plain http"),
        ("https://stage.example/", "https://shop.example/x", "https://shop.example/x, which is production"),
        ("https://stage.example/", "https://SHOP.example./x", "https://shop.example/x, which is production"),
        ("https://stage.example/", "https://log-in.example/x", "https://log-in.example/x, another origin"),
        ("https://stage.example/", "https://stage.example:8443/x", "another origin"),
    ],
)
def test_what_leaves_a_target(url, following, why):
    target = Target("t", "https://stage.example", customers=frozenset({("https", "shop.example", 443)}))
    found = strays(target, url, following)
    assert bool(found) == bool(why)
    assert why in found


def test_an_upgrade_to_https_stays_and_goes_no_way_back():
    target = Target("t", "http://stage.example")
    assert strays(target, "http://stage.example/", "https://stage.example/x") == ""
    assert strays(target, "https://stage.example/x", "https://stage.example/y") == ""
    assert "plain http" in strays(target, "https://stage.example/x", "http://stage.example/y")
    assert "another origin" in strays(target, "http://stage.example/", "https://www.stage.example/")
    beside = Target("t", "http://h.example", customers=frozenset({("https", "h.example", 443)}))
    assert "which is production" in strays(beside, "http://h.example/", "https://h.example/")
    itself = Target("t", "http://h.example", production=True, customers=frozenset({("https", "h.example", 443)}))
    assert strays(itself, "http://h.example/", "https://h.example/") == ""


def test_a_loop_comes_back_to_the_same_address_and_anything_else_is_too_many(serve):
    loop = serve(lambda request: (302, {"Location": "/b" if request[1] == "/a" else "/a"}, b""))
    fresh = serve(lambda request: (302, {"Location": f"/a?{len(request[1])}x{request[1][-9:]}"}, b""))
    counting = iter(range(100))
    other_query = serve(lambda _: (302, {"Location": f"/a?n={next(counting)}"}, b""))
    for ask in (lambda s: s.ask("/a", follow=True), lambda s: follow(s, "/a")):
        with pytest.raises(Unreachable, match=r"go round in a loop: 302 .*/b → 302 .*/a") as caught:
            ask(Service(Target("t", loop.url)))
        assert caught.value.kind == "redirects"
        assert "to repeat: curl" in caught.value.cure
        with pytest.raises(Unreachable, match="more than 5 redirects"):
            ask(Service(Target("t", other_query.url)))
    with pytest.raises(Unreachable, match=r"more than 5 redirects|in a loop"):
        follow(Service(Target("t", fresh.url)), "/a")


@pytest.mark.security
def test_nothing_is_asked_beyond_the_target(serve):
    other = serve()
    home = serve(lambda _: (302, {"Location": f"{other.url}/healthz"}, b""))
    seen = follow(Service(Target("t", home.url)), "/healthz")
    assert seen.away == f"{other.url}/healthz, another origin"
    assert other.requests == []


def test_a_post_loses_nothing_on_its_way_within_the_target(serve):
    home = serve(lambda request: (307, {"Location": "/b"}, b"") if request[1] == "/a" else (200, {}, b"ok"))
    Service(Target("t", home.url)).ask("/a", "POST", content=b"x=1", follow=True)
    assert [(request[0], request[1], request[3]) for request in home.requests] == [
        ("POST", "/a", b"x=1"),
        ("POST", "/b", b"x=1"),
    ]
