"""Requests that override their method."""

from __future__ import annotations

import gzip

import pytest

from pytest_golive.service.http.guard import changes
from pytest_golive.service.http.overriding import override_of

pytestmark = pytest.mark.security
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
        ("/x", {"content-encoding": "gzip"}, gzip.compress(b"_method=DELETE", mtime=0), "_method in its body"),
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


@pytest.mark.parametrize(
    ("url", "headers", "content", "what"),
    [
        ("/x?a=b#?_method=PUT", {}, b"", ""),
        ("/x?a=b&_method=PUT&_method=GET#c", {}, b"", "_method in its query"),
        ("/x?" + "&".join(["a=b"] * 999) + "&_method=PUT", {}, b"", "_method in its query"),
        ("/x", {}, b"\xff\xfe" + "_method=PUT".encode("utf-16-le"), "_method in its body"),
        ("/x", {}, b"\xfe\xff" + "_method=PUT".encode("utf-16-be"), "_method in its body"),
        ("/x", {}, b"a" * 99_988 + b"&_method=PUT", "_method in its body"),
        ("/x", {"A": "b", "X-HTTP-Method": "GET", "X-Method-Override": "PUT"}, b"", "x-method-override"),
        ("/x?_method=", {}, b"", "_method in its query"),
        ("/x", {}, b"", ""),
        ("/x?" + ";".join(["a=b"] * 1_000), {}, b"", ""),
        ("/x?" + ";".join(["a=b"] * 1_001) + ";_method=PUT", {}, b"", "more than 1,000 fields in its query"),
        ("/x", {}, b"a=b;" * 1_000, "more than 1,000 fields in its body"),
        ("/x", {}, b"a" * 100_000, ""),
        (
            "/x",
            {},
            b"a" * 100_000 + b"&_method=PUT",
            "a body that cannot be looked into (it has more than 100,000 bytes)",
        ),
        ("/x", {}, b"a" * 100_000 + b'{"_method": "PUT"}', "_method in its body"),
    ],
)
def test_where_another_method_is_asked_for(url, headers, content, what):
    assert override_of(url, headers, content) == what
