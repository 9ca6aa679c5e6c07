"""Each line that repeats a request is run by a real shell and a real curl, and sends the same request."""

from __future__ import annotations

import socket

import pytest
from recorder import repeats, run

from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/orders?a=1&b=%20x&c=[1-3]",
        "/a{b,c}/[x]",
        '/~me/;v=1/$HOME/`id`/!x/"q"',
        "/a/%2e%2e/b",
        "/healthz?q=a+b",
        "/größe",
    ],
)
def test_a_path_is_asked_for_as_we_did(record, path):
    server = record()
    message = repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask(path))
    assert "hello from the service" in message  # unpacked


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("HEAD", {}),
        ("DELETE", {}),
        ("OPTIONS", {}),
        ("POST", {}),
        ("POST", {"form": {"user": "me & you", "note": "50% $HOME !"}}),
        ("POST", {"json_body": {"text": 'say "hi" to `id` $HOME \\ !'}}),
        ("PUT", {"content": b"@plain"}),
        ("PATCH", {"content": b"{}", "headers": {"Content-Type": "application/merge-patch+json"}}),
    ],
)
def test_a_method_and_a_body_are_sent_as_we_did(record, method, body):
    server = record()
    repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/x", method, **body))


def test_headers_are_sent_as_we_did(record):
    server = record()
    headers = {"Accept": "application/json", "X-Empty": "", "X-Quotes": 'a "b" $c `d` !e', "Host": "other.example"}
    target = Target("staging", f"http://127.0.0.1:{server.port}", headers={"X-Team": "shop", "User-Agent": "team/1"})
    repeats(server, Service(target).ask("/x", headers=headers))
    assert ("host", "other.example") in server.requests[0][1]


@pytest.mark.parametrize("content", [b"\x00\xff binary", b"two\nlines", b"x" * 5000])
def test_a_body_that_no_line_holds_is_a_file(record, content, tmp_path, monkeypatch):
    server = record()
    answer = Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/x", "POST", content=content)
    assert answer.curl.endswith(f"  # BODY: a file with the body of {len(content):,} bytes")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "BODY").write_bytes(content)
    repeats(server, answer)


def test_an_ipv6_address(record):
    server = record("::1")
    answer = Service(Target("staging", f"http://[::1]:{server.port}")).ask("/healthz")
    assert f"http://[::1]:{server.port}/healthz" in answer.curl
    repeats(server, answer)


def test_the_same_address_of_a_name_and_the_same_address_here(record):
    server = record()
    service = Service(Target("staging", f"http://localhost:{server.port}"), local_address="127.0.0.2")
    answer = service.ask("/search")
    assert f"--resolve localhost:{server.port}:127.0.0.1 --interface 127.0.0.2" in answer.curl
    repeats(server, answer)
    assert server.requests[-1][3] == "127.0.0.2"


def test_no_redirect_is_followed_and_no_proxy_is_used(record, monkeypatch):
    server = record(status=b"302 Found\r\nLocation: /elsewhere")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    message = repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/a"))
    assert message.startswith("HTTP/1.1 302")


def test_what_cannot_be_asked_cannot_be_asked_by_the_line_either(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        ask(f"http://127.0.0.1:{port}")
    status, _, said = run(caught.value.curl)
    assert status != 0
    assert "Failed to connect" in said or "Could not connect" in said
