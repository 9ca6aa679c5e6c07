"""Requests that are more than they look: another method, another host, another protocol, packed credentials."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import random
import zipfile
import zlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening import listening

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.guard import changes, keep_home
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.naming import named_production
from pytest_golive.service.overriding import override_of
from pytest_golive.service.packing import Sealed, layers
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
CANARY = "canary-" + "Zx81Qm55"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("url", "headers", "content", "what"),
    [
        ("/x", {"X-HTTP-Method-Override": "DELETE"}, b"", "x-http-method-override"),
        ("/x", {"x_http_method_override": "DELETE"}, b"", "x_http_method_override"),
        ("/x", {"X-HTTP-Method": "PUT"}, b"", "x-http-method"),
        ("/x", {"X-Method-Override": "patch"}, b"", "x-method-override"),
        ("/x", {"X_METHOD_OVERRIDE": "POST"}, b"", "x_method_override"),
        ("/x", {"HTTP-Method-Override": "POST"}, b"", "http-method-override"),
        ("/x", {"X-Method": "POST"}, b"", "x-method"),
        ("/x", {"X-Original-Method": "POST"}, b"", "x-original-method"),
        ("/x", {"X-HTTP-Method-Override": ""}, b"", "x-http-method-override"),
        ("/x", {"X-HTTP-Method-Override": "GET, DELETE"}, b"", "x-http-method-override"),
        ("/x?_method=DELETE", {}, b"", "_method in its query"),
        ("/x?a=b&_METHOD=delete", {}, b"", "_METHOD in its query"),
        ("/x?a=b;_method=delete", {}, b"", "_method in its query"),
        ("/x?%5Fmethod=put", {}, b"", "_method in its query"),
        ("/x?__method=put", {}, b"", "__method in its query"),
        ("/x?$httpMethod=POST", {}, b"", "$httpMethod in its query"),
        ("/x?x-http-method-override=POST", {}, b"", "x-http-method-override in its query"),
        ("/x", FORM, b"a=b&_method=DELETE", "_method in its body"),
        ("/x", {}, b"_method=DELETE", "_method in its body"),
        ("/x", FORM, b"%5fmethod=DELETE", "_method in its body"),
        ("/x", {}, b'{"_method": "DELETE"}', "_method in its body"),
        (
            "/x",
            {},
            b'--b\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--b--',
            "_method in its body",
        ),
        ("/x", {"content-encoding": "gzip"}, gzip.compress(b"_method=DELETE"), "_method in its body"),
        ("/x", {}, "_method=DELETE".encode("utf-16"), "_method in its body"),
        ("/x", {"content-encoding": "br"}, b"\x0b\x02\x80", "a body that cannot be looked into (Content-Encoding: br)"),
    ],
)
def test_what_asks_for_another_method(url, headers, content, what):
    assert override_of(f"https://shop.example{url}", headers, content) == what
    assert changes("GET", f"https://shop.example{url}", headers, content) == f"GET https://shop.example/x with {what}"


@pytest.mark.parametrize(
    ("url", "headers", "content"),
    [
        ("/x", {"Access-Control-Request-Method": "DELETE"}, b""),
        ("/x", {"X-HTTP-Method-Override": "GET"}, b""),
        ("/x", {"X-HTTP-Method-Override": " head "}, b""),
        ("/x", {"X-Payment-Method": "post"}, b""),
        ("/x?method=post&payment_method=card", {}, b""),
        ("/x?_method=GET", {}, b""),
        ("/x?q=_method%3DDELETE", {}, b""),
        ("/x", {}, b'{"query": {"match_all": {}}}'),
        ("/x", {}, b'{"method": "DELETE"}'),
        ("/x", {"content-encoding": "identity"}, b"a=b"),
    ],
)
def test_what_only_reads(url, headers, content):
    assert changes("GET", f"https://shop.example{url}", headers, content) == ""


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


def test_credentials_do_not_go_to_another_name_behind_the_same_address(serve):
    server = serve()
    MASK.add(CANARY)
    target = Target("t", server.url)
    with Service(target).open() as client:
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": "other.example"})
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": server.url[7:]})
    named = Target("t", server.url, headers={"Host": "Stage.example"})
    with Service(named).open() as client:
        client.get("/", headers={"Authorization": f"Bearer {CANARY}"})
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": "other.example"})
    assert [CANARY in str(sent) for _, _, sent, _ in server.requests] == [False, True, True, False]


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


def archive(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inner.txt", text)
    return out.getvalue()


SECRET = f"token={CANARY}".encode()
PACKED = {
    "plain": (SECRET, ""),
    "gzip": (gzip.compress(SECRET), "gzip"),
    "gzip, unsaid": (gzip.compress(SECRET), ""),
    "two members": (gzip.compress(b"x") + gzip.compress(SECRET), "gzip"),
    "zlib": (zlib.compress(SECRET), "deflate"),
    "raw deflate": (zlib.compress(SECRET)[2:-4], "deflate"),
    "twice": (gzip.compress(zlib.compress(SECRET)), "deflate, gzip"),
    "twice, unsaid": (gzip.compress(gzip.compress(SECRET)), "gzip"),
    "bz2": (bz2.compress(SECRET), ""),
    "xz": (lzma.compress(SECRET), ""),
    "zip": (archive(SECRET), ""),
    "in a form": (b"--b\r\n\r\n" + gzip.compress(SECRET) + b"\r\n--b--", ""),
    "UTF-16": (SECRET.decode().encode("utf-16-le"), ""),
    "UTF-32": (SECRET.decode().encode("utf-32"), ""),
}
QUOTED = "".join(f"%{ord(char):02x}" for char in CANARY)
PACKED |= {
    "quoted more than it need be": (QUOTED.encode(), ""),
    "quoted twice": (QUOTED.replace("%", "%25").encode(), ""),
    "quoted in JSON": ("".join(f"\\u{ord(char):04x}" for char in CANARY).encode(), ""),
    "quoted in HTML": ("".join(f"&#{ord(char)};" for char in CANARY).encode(), ""),
}
CLOSED = {
    "brotli": (b"\x0b\x02\x80", "br"),
    "zstd": (b"\x28\xb5\x2f\xfd\x00", ""),
    "unknown": (b"x", "x-secret"),
    "not gzip": (b"no gzip at all", "gzip"),
    "broken zip": (b"PK\x03\x04broken", ""),
    "bomb": (gzip.compress(bytes(30_000_000)), "gzip"),
    "too deep": (gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))))), ""),
}


@pytest.mark.parametrize("name", [*PACKED, *CLOSED])
def test_no_credential_leaves_in_a_packed_body(name):
    MASK.add(CANARY)
    body, encoding = (PACKED | CLOSED)[name]
    with listening() as other, Service(Target("t", "http://127.0.0.1:1")).open() as client:
        why = "would have gone along" if name in PACKED else "cannot be looked into"
        with pytest.raises(Unreachable, match=why):
            client.post(f"http://127.0.0.1:{other.port}/", content=body, headers={"Content-Encoding": encoding})
        assert other.heard == (0, b"")


def test_a_body_without_a_credential_leaves():
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(3_000_000)
    MASK.add(CANARY)
    with listening() as other, Service(Target("t", "http://127.0.0.1:1")).open() as client:
        for body in (b"hello", gzip.compress(b"hello"), picture, archive("hello")):
            assert client.post(f"http://127.0.0.1:{other.port}/", content=body).status_code == 200


def test_a_header_whose_name_is_a_credential_is_taken_out():
    MASK.add(CANARY)
    headers = {CANARY: "x", "X-Kind": "plain"}
    keep_home(Target("t", "https://shop.example"), "https://other.example/", headers, b"")
    assert headers == {"X-Kind": "plain"}


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip", ","]))
def test_any_body_is_looked_into_or_called_sealed(body, encoding):
    with contextlib.suppress(Sealed):
        assert next(iter(layers(body, encoding))) == body
        list(layers(body, encoding))


@pytest.mark.parametrize("host", ["bücher.example", "BÜCHER.example.", "xn--bcher-kva.example"])
def test_an_international_target_keeps_its_own_credentials(host):
    own = Target("own", "https://bücher.example/base")
    sent = httpx.Headers({"Authorization": "Bearer abcdefghijkl"})
    keep_home(own, f"https://{host}/x", sent, b"")
    assert "authorization" in sent
    keep_home(own, "https://bucher.example/x", sent, b"")
    assert "authorization" not in sent


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


@pytest.mark.parametrize("url", [f"https://{CANARY}.other.example/", f"https://other.example/?k={QUOTED}"])
def test_no_credential_leaves_in_a_name_or_in_a_quoted_url(url):
    MASK.add(CANARY)
    with pytest.raises(Unreachable, match="would have gone along"):
        keep_home(Target("t", "https://shop.example"), url, {}, b"")


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
