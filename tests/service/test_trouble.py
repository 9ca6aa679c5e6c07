"""Servers that hang, lie, redirect or send garbage: each gets its name, a fix and a line to repeat it, in time."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

from pytest_golive.service.http.unreachable import CURES, Unreachable

BOMB = gzip.compress(b"\0" * 20_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def drip(connection):
    connection.sendall(HEAD)
    for _ in range(100):
        connection.sendall(b"X")
        time.sleep(0.05)


def drip_body(connection):
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.05)


def endless(connection):
    connection.sendall(HEAD + b"\r\n")
    for _ in range(1000):
        connection.sendall(b"x" * 65_536)


def bomb(connection):
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB)
    connection.sendall(head + BOMB)


def says(text):
    return lambda connection: connection.sendall(text)


@pytest.mark.parametrize(
    ("say", "kind", "words"),
    [
        (lambda _: time.sleep(2), "timeout", "not answered in full within 0.6 s"),
        (drip, "timeout", "not answered in full within 0.6 s"),
        (drip_body, "timeout", "not answered in full within 0.6 s"),
        (endless, "too large", "longer than 100,000 bytes (max_body)"),
        (bomb, "packed", "unpacks to more than 100,000 bytes (max_body)"),
        (says(b"\x00\x01\x02 garbage\r\n\r\n"), "garbage", "what came back is not HTTP: illegal status line: "),
        (
            says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
            "garbage",
            "not HTTP, but SSH: illegal status line: 'SSH-2.0-OpenSSH_9.2'",
        ),
        (says(b"-ERR unknown command 'GET'\r\n"), "garbage", "not HTTP, but Redis or POP3: "),
        (says(b"\x15\x03\x03\x00\x02\x02\x16"), "garbage", "not HTTP, but TLS: "),
        (
            says(bytes([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100])),
            "http2",
            "answers in HTTP/2, as gRPC services do",
        ),
        (says(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"), "malformed", "conflicting Content-Length"),
        (says(HEAD + b"Bad Name: x\r\n\r\n"), "malformed", "breaks the rules of HTTP/1.1: illegal header line"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "malformed", "illegal chunk header"),
        (says(b""), "cut off", "closed without an answer"),
        (says(HEAD + b"Content-Length: 1000\r\n\r\nshort"), "cut off", "before the body was complete"),
        (says(HEAD + b"Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx"), "packed", "which was not requested"),
        (says(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"), "packed", "not packed as"),
        (says(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000 + b"\r\n\r\n"), "malformed", "too long"),
    ],
)
def test_each_trouble_has_its_name(speak, ask, say, kind, words):
    url = speak(say)
    with pytest.raises(Unreachable) as caught:
        ask(url, "/orders", timeout=0.6, max_body=100_000)
    assert caught.value.kind == kind
    assert words in caught.value.what
    assert f"GET {url}/orders" in caught.value.what
    assert caught.value.cure.startswith(CURES[kind])
    assert "; to repeat: curl -sS -i --noproxy '*' --http1.1 --max-time 0.6 -A pytest-golive " in caught.value.cure
    assert caught.value.cure.endswith(f" {url}/orders")


def test_a_refused_connection(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="refused") as caught:
        ask(f"http://127.0.0.1:{port}")
    assert caught.value.kind == "refused"


def test_a_name_that_does_not_resolve(ask):
    with pytest.raises(Unreachable, match=r"nowhere\.invalid") as caught:
        ask("https://nowhere.invalid")
    assert caught.value.kind == "dns"
    assert "the name nowhere.invalid does not resolve: " in caught.value.what
    assert "[Errno" not in caught.value.what


def test_tls_where_there_is_none(serve, ask):
    with pytest.raises(Unreachable, match="TLS failed") as caught:
        ask(serve().url.replace("http:", "https:"))
    assert caught.value.kind == "no tls"
    assert "what came back is no TLS" in caught.value.what


def test_a_loop_of_redirects(serve, ask):
    server = serve(lambda request: (302, {"Location": "/b" if request[1] == "/a" else "/a"}, b""))
    with pytest.raises(Unreachable, match="in a loop") as caught:
        ask(server.url, "/a", follow=True)
    assert caught.value.kind == "redirects"
    endless = serve(lambda request: (302, {"Location": f"{request[1]}x"}, b""))
    with pytest.raises(Unreachable, match="more than 5 redirects"):
        ask(endless.url, "/a", follow=True)


@pytest.mark.parametrize("location", ["http://[", "http://h:port/", "http://h:99999/", "http://\x7f/"])
def test_a_redirect_to_what_is_no_url(serve, ask, location):
    server = serve(lambda _: (302, {"Location": location}, b""))
    with pytest.raises(Unreachable) as caught:
        ask(server.url, "/a", follow=True)
    assert caught.value.kind == "bad redirect"


def test_what_is_an_error_for_httpx_users_is_one_for_us(ask):
    import httpx

    with pytest.raises(httpx.TransportError):
        ask("https://nowhere.invalid")
