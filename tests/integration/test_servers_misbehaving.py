"""The servers that misbehave do so, and the nginx that is reloaded or killed comes back."""

from __future__ import annotations

import socket
import time

import httpx
import pytest
from servers import misbehaving as bad
from servers.nginx import Nginx, server
from servers.processes import listens, ports

pytestmark = pytest.mark.integration
SHORT = httpx.Timeout(0.5)


def get(port, scheme="http", **options):
    with httpx.Client(trust_env=False, timeout=SHORT) as client:
        return client.get(f"{scheme}://127.0.0.1:{port}/", **options)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (bad.hang, httpx.ReadTimeout),
        (bad.garbage, httpx.RemoteProtocolError),
        (bad.close_at_once, httpx.RemoteProtocolError),
        (bad.close_mid_body, httpx.RemoteProtocolError),
        (bad.huge_header, httpx.RemoteProtocolError),
    ],
)
def test_what_a_client_sees(behaviour, error):
    with bad.misbehaving(behaviour) as port, pytest.raises(error):
        get(port)


def test_what_a_client_sees_of_redirects_and_of_clear_text_for_tls():
    with bad.misbehaving(bad.redirect_loop) as port, pytest.raises(httpx.TooManyRedirects):
        get(port, follow_redirects=True)
    with bad.misbehaving(bad.no_tls) as port, pytest.raises(httpx.ConnectError, match="SSL"):
        get(port, "https")


@pytest.mark.parametrize("behaviour", [bad.drip_body, bad.drip_headers])
def test_a_drip_outlives_any_read_timeout(behaviour):
    end = time.monotonic() + 1.5
    with bad.misbehaving(behaviour) as port, httpx.Client(trust_env=False, timeout=SHORT) as client:
        if behaviour is bad.drip_headers:
            with socket.create_connection(("127.0.0.1", port), timeout=0.5) as raw:
                raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
                while time.monotonic() < end:
                    assert raw.recv(100)
            return
        with client.stream("GET", f"http://127.0.0.1:{port}/") as answer:
            for piece in answer.iter_raw():
                assert piece
                if time.monotonic() > end:
                    return
    pytest.fail("the drip ended by itself")


def test_bodies_are_endless_or_unpack_to_very_much_or_have_another_length():
    with bad.misbehaving(bad.endless_body) as port, httpx.stream("GET", f"http://127.0.0.1:{port}/") as answer:
        pieces = answer.iter_raw()
        assert sum(len(next(pieces)) for _ in range(1000)) > 1_000_000
    with bad.misbehaving(bad.gzip_bomb) as port, httpx.stream("GET", f"http://127.0.0.1:{port}/") as answer:
        assert int(answer.headers["Content-Length"]) < 1_000_000
        pieces = answer.iter_bytes(65536)
        assert sum(len(next(pieces)) for _ in range(200)) > 10_000_000
    with bad.misbehaving(bad.lying_length) as port:
        assert get(port).text == "ok"
    with bad.misbehaving(bad.failing) as port:
        assert get(port).status_code == 502


def test_nginx_is_reloaded_without_a_gap_and_killed_with_one(tmp_path):
    port = ports(["site"])["site"]
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "healthz").write_text("{}")
    nginx = Nginx(tmp_path, port, [server(port)])
    nginx.start()
    try:
        before = set(nginx.workers)
        nginx.reload()
        end = time.monotonic() + 10
        while before & set(nginx.workers) and time.monotonic() < end:
            assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
        assert len(before) == 2
        assert not before & set(nginx.workers)
        nginx.kill()
        assert not listens(port)
        nginx.start()
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    finally:
        nginx.stop()


def test_a_server_that_does_not_start_shows_its_log(tmp_path):
    port = ports(["site"])["site"]
    nginx = Nginx(tmp_path, port, ["no_such_directive on;"])
    with pytest.raises(AssertionError, match=r"exit status 1(?s:.*)unknown directive .no_such_directive."):
        nginx.start()
