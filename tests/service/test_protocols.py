"""Other protocols where HTTP/1.1 was expected."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.trouble.protocols import is_foreign, meaning_of, of_answer, shown
from pytest_golive.service.http.trouble.proxies import unused_proxy
from pytest_golive.service.http.unreachable import CURES, Unreachable

SETTINGS = bytes([0, 0, 6, 4, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("first", "kind", "what"),
    [
        (SETTINGS, "http2", "the service answers in HTTP/2, as gRPC services do, and not in HTTP/1.1"),
        (b"HTTP/1.1 200 OK\r\n", "malformed", "the answer breaks the rules of HTTP/1.1: why"),
        (b"RFB 003.008\n", "garbage", "what came back is not HTTP, but VNC: why"),
        (b"", "garbage", "what came back is not HTTP: why"),
        (bytes([0, 0, 5, 4, 0, 0, 0, 0, 0]), "garbage", "what came back is not HTTP: why"),
        (SETTINGS[:8], "garbage", "what came back is not HTTP: why"),
    ],
)
def test_what_came_back(first, kind, what):
    assert meaning_of(first, "why.") == (kind, what)
    assert kind in CURES


@pytest.mark.parametrize(("first", "foreign"), [(b"", False), (b"HT", False), (b"HTTP/1.1", False), (b"H2", True)])
def test_the_beginning_of_an_answer(first, foreign):
    assert is_foreign(first) is foreign


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (200, [("Content-Type", "application/grpc")], b"", "grpc"),
        (200, [("content-type", "application/grpc+proto"), ("Grpc-Status", "12")], b"", "grpc"),
        (415, [("Grpc-Status", "2")], b"", "grpc"),
        (200, [("Content-Type", "application/grpc-web+proto"), ("grpc-status", "0")], b"", ""),
        (426, [("Upgrade", "h2c, HTTP/2.0")], b"", "http2"),
        (426, [("Upgrade", "websocket")], b"", ""),
        (403, [], b"Unknown ALPN Protocol, expected `h2` to be available.", "http2"),
        (400, [], b"<center>No required SSL certificate was sent</center>", "client certificate"),
        (400, [], b"<center>The plain HTTP request was sent to HTTPS port</center>", "garbage"),
        (400, [], b"Client sent an HTTP request to an HTTPS server.\n", "garbage"),
        (200, [], b"<center>No required SSL certificate was sent</center>", ""),
        (400, [], b"<center>The SSL certificate error</center>", ""),
        (200, [("Content-Type", "text/html")], b"\xff" * 10_000, ""),
    ],
)
def test_an_answer_that_speaks_of_another_protocol(status, headers, body, kind):
    found, what = of_answer(status, headers, body, shows_certificate=False)
    assert found == kind
    assert bool(what) is bool(kind)
    assert not kind or kind in CURES


def test_an_answer_of_grpc_is_an_error_that_says_so(serve, ask):
    server = serve(lambda _: (200, {"Content-Type": "application/grpc", "grpc-status": "12"}, b""))
    with pytest.raises(Unreachable, match="status 200, with grpc-status 12: the service speaks gRPC") as caught:
        ask(server.url, "/grpc.health.v1.Health/Check")
    assert caught.value.cure.startswith("name the url of its HTTP/1.1 side")


@pytest.mark.security
def test_foreign_words_are_short_printable_and_without_secrets():
    canary = "canary-" + "Zx81Qm55"
    MASK.add(canary)
    said = shown(f"illegal header line: bytearray(b'X: \x00\n{canary}')" + "x" * 500)
    assert canary not in said
    assert said.startswith("illegal header line: ")
    assert said.isprintable()
    assert len(said) <= 120


@pytest.mark.parametrize(
    ("url", "environment", "named"),
    [
        ("https://shop.example/", {"HTTPS_PROXY": "http://p:3128"}, "HTTPS_PROXY"),
        ("https://shop.example/", {"https_proxy": "http://p:3128"}, "https_proxy"),
        ("https://shop.example/", {"all_proxy": "socks5://p"}, "all_proxy"),
        ("https://shop.example/", {"HTTP_PROXY": "http://p"}, ""),
        ("https://shop.example/", {"HTTPS_PROXY": " "}, ""),
        ("https://shop.example/", {"HTTPS_PROXY": "http://p", "NO_PROXY": "localhost, .example"}, ""),
        ("https://shop.example/", {"HTTPS_PROXY": "http://p", "no_proxy": "shop.example"}, ""),
        ("https://shop.example/", {"HTTPS_PROXY": "http://p", "no_proxy": "*"}, ""),
        ("https://shop.example/", {"HTTPS_PROXY": "http://p", "no_proxy": "op.example,,"}, "HTTPS_PROXY"),
        ("http://127.0.0.1/", {"http_proxy": "http://p"}, "http_proxy"),
    ],
)
def test_a_proxy_that_others_would_use_is_named(url, environment, named):
    assert unused_proxy(url, environment) == named


def test_a_proxy_is_named_where_nobody_was_met(ask, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@127.0.0.1:9")
    with pytest.raises(Unreachable) as caught:
        ask("https://nowhere.invalid")
    assert caught.value.what.endswith("; HTTPS_PROXY names a proxy, and none is used")
    assert "run it where the target can be reached without a proxy" in caught.value.cure
    assert "me:secret" not in str(caught.value)
