"""Requests that are more than they seem: another method, another host, another protocol, compressed credentials."""

from __future__ import annotations

import contextlib

import httpx
import pytest
from listening import listening

from pytest_golive.service.addresses.naming import named_production
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security


WAYS = {
    "header": {"headers": {"x_http_method_override": "DELETE"}},
    "query": {"params": {"_method": "DELETE"}},
    "form": {"content": b"_method=DELETE"},
    "host": {"headers": {"Host": "SHOP.example."}},
    "forwarded": {"headers": {"X-Forwarded-Host": "shop.example"}},
    "forwarded, RFC 7239": {"headers": {"Forwarded": 'for=1.2.3.4;host="shop.example:443"'}},
}


@pytest.mark.parametrize("way", ["header", "query", "form"])
def test_a_read_in_disguise_does_not_reach_production(way):
    with listening() as production:
        prod = Target("prod", f"http://127.0.0.1:{production.port}", production=True)
        with Service(prod).open() as client, pytest.raises(Unreachable, match="was not sent: prod is production"):
            client.request("GET", "/orders", **WAYS[way])
        assert production.heard == (0, b"")


@pytest.mark.parametrize("way", ["host", "forwarded", "forwarded, RFC 7239"])
def test_a_write_by_the_host_header_of_production_does_not_leave(way):
    """Behind one address, servers go by the name; the address alone is staging's, too."""
    with listening() as both:
        customers = frozenset({("http", "shop.example", both.port), ("https", "shop.example", 443)})
        staging = Target("staging", f"http://127.0.0.1:{both.port}", customers=customers, shares_address=True)
        with (
            Service(staging).open() as client,
            pytest.raises(Unreachable, match=r"production by its Host header, shop\.example, and staging"),
        ):
            client.post("/orders", **WAYS[way])
        assert both.heard == (0, b"")
        with Service(staging).open() as client:
            assert client.get("/orders", **WAYS[way]).status_code == 200


@pytest.mark.parametrize("host", ["", "a b", "one.example, two.example", "a/b", "me@one.example", "[", "h:99999"])
def test_a_host_header_that_names_no_one_host_is_not_sent(host):
    with listening() as server, Service(Target("t", f"http://127.0.0.1:{server.port}")).open() as client:
        with pytest.raises(Unreachable, match="its Host header names no one host"):
            client.get("/", headers={"Host": host})
        with pytest.raises(Unreachable, match="its Host header names no one host"):
            client.get("/", headers=[("Host", "one.example"), ("Host", "two.example")])
        assert server.heard == (0, b"")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"headers": {"Upgrade": "websocket", "Connection": "Upgrade"}}, "another protocol"),
        (
            {"headers": {"Transfer-Encoding": "chunked", "Content-Length": "5"}, "content": b"0\r\n\r\nX"},
            "second request",
        ),
        ({"headers": [(b":authority", b"shop.example")]}, "a header of HTTP/2"),
    ],
)
def test_what_is_no_plain_request_is_not_sent(how, why):
    with listening() as server, Service(Target("t", f"http://127.0.0.1:{server.port}")).open() as client:
        with pytest.raises(Unreachable, match=why) as caught:
            client.request("GET", "/", **how)
        assert caught.value.kind == "refused here"
        assert server.heard == (0, b"")


@pytest.mark.parametrize("scheme", ["ws", "wss", "ftp", "file"])
def test_only_http_and_https_are_spoken(scheme):
    with listening() as server, Service(Target("t", f"http://127.0.0.1:{server.port}")).open() as client:
        with pytest.raises((Unreachable, httpx.UnsupportedProtocol)):
            client.get(f"{scheme}://127.0.0.1:{server.port}/")
        assert server.heard == (0, b"")


def test_what_a_gate_asks_of_the_transport_changes_neither_host_nor_target():
    with listening() as server, listening() as other:
        with Service(Target("t", f"http://127.0.0.1:{server.port}")).open() as client:
            extensions = {"target": f"http://127.0.0.1:{other.port}/x".encode(), "sni_hostname": "shop.example"}
            client.get("/path", extensions=extensions)
        assert bytes(server.received).startswith(b"GET /path HTTP/1.1\r\n")
        assert other.heard == (0, b"")


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"])
def test_no_proxy_of_the_environment_is_used(monkeypatch, name):
    with listening() as server, listening() as proxy:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        Service(Target("t", f"http://127.0.0.1:{server.port}")).ask("/")
        assert (server.connections, proxy.connections) == (1, 0)


@pytest.mark.parametrize(
    ("customers", "url", "host", "is_production"),
    [
        (("https", "shop.example", 443), "https://10.0.0.1:8443/", "shop.example", True),
        (("https", "shop.example", 443), "https://10.0.0.1:8443/", "SHOP.example.:99", True),
        (("https", "shop.example", 8443), "https://10.0.0.1/", "shop.example", True),
        (("https", "shop.example", 443), "https://shop.example:8443/", "shop.example:8443", False),
        (("https", "shop.example", 443), "https://10.0.0.1/", "www.shop.example", False),
        (("http", "127.0.0.1", 8001), "http://127.0.0.1:8002/", "127.0.0.1:8002", False),
        (("http", "127.0.0.1", 8001), "http://127.0.0.1:8002/", "127.1:8001", True),
        (("http", "127.0.0.1", 8001), "http://127.0.0.1:8002/", "127.0.0.1", False),
    ],
)
def test_a_name_is_productions_at_any_port_and_an_address_at_its_own(customers, url, host, is_production):
    target = Target("t", "https://stage.example", customers=frozenset({customers}))
    assert bool(named_production(target, url, {"Host": host})) == is_production


@pytest.mark.parametrize(
    "path",
    [
        "//shop.example/x",
        "///shop.example/x",
        "http:/shop.example/x",
        "http:shop.example",
        "\\\\shop.example/x",
        "/x?u=http://shop.example",
    ],
)
def test_a_path_that_looks_like_a_name_goes_to_the_target_or_nowhere(path):
    with listening() as server, listening() as production:
        customers = frozenset({("http", "shop.example", production.port)})
        target = Target("t", f"http://127.0.0.1:{server.port}", customers=customers)
        with Service(target).open() as client, contextlib.suppress(httpx.TransportError, httpx.InvalidURL):
            client.post(path.replace("shop.example", f"127.0.0.1:{production.port}"))
        assert production.heard == (0, b"")
