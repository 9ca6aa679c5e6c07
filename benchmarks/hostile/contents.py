"""What is wrong with the contents: JSON, pages, charsets, cookies, redirects, dates, limits, and what issuers say."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hostile.answers import HTML, OK, SOUND, Hostile, headed, whole

BODIES = (
    *(b"", b" ", b"\0", b"null", b"true", b"0", b'""', b"[]", b"{}", b"-", b"NaN", b"Infinity", b"-1e999", b"1e-999"),
    *(b"\xff", b"[" * 100_000, b"[" * 50_000 + b"]" * 50_000, b'{"a":' * 100_000, b'{"a":' * 900 + b"1" + b"}" * 900),
    *(b"9" * 100_000, b'{"status": ' + b"9" * 5000 + b"}", b'{"version": -' + b"9" * 5000 + b"}", b'{"exp": 1e400}'),
    *(b'{"status": "\\ud800"}', b'{"version": "\\udfff\\ud800"}', b'{"\\udc00": 1, "status": "\\u0000"}'),
    *(b'"\xed\xa0\x80"', b'{"status": "UP", "status": "DOWN"}', b'{"version": "1", "version": "2"}'),
    *(b'{"status": ["UP", {"status": "DOWN"}]}', b'{"status": {"status": {"status": {}}}}', b'{"status": null}'),
    *(b'{"status": 1e999}', b'{"status": NaN}', b'{"version": []}', b'{"version": {}, "commit": {"id": null}}'),
    *(b'{"commit": "' + b"f" * 100_000 + b'"}', b'{"version": "' + b"1." * 50_000 + b'"}'),
    *(b'{"version": "1!2.3.post4.dev5+\\u0660"}', b'{"version": "\\u0661.\\u0662"}', b'{"version": "\\u001b[2J"}'),
    *(b"\xef\xbb\xbf" + SOUND, SOUND.decode().encode("utf-16"), SOUND.decode().encode("utf-32"), b"\xfe\xff" + SOUND),
    *(b"\xff\xfe\0\0", b"while(1);" + SOUND, b")]}'\n" + SOUND, b"callback(" + SOUND + b")", SOUND + SOUND),
    *(SOUND[:-1], b"//x\n" + SOUND, b"[" + b"1," * 200_000 + b"1]", b'{"' + b"k" * 200_000 + b'": 1}'),
    *(b'"' + b"\\" * 100_001 + b'"', b'"' + b"\\u00" * 10_000 + b'"'),
    json.dumps({f"token{number}": f"secret-{number:08}" for number in range(3000)}).encode(),
    json.dumps({"access_token": "t" * 60_000, "session": "\ud800" * 9}).encode(),
)  # fmt: skip
PIECES = (
    *(b"<", b"<a ", b"<input name=token ", b"<input type=password ", b"<input name=token value='", b"<!--", b"<!a"),
    *(b"<?x", b"</", b"</a ", b"<script>", b"<style>", b"<script>x</script ", b"<head>", b"<form>"),
    *(b"<form action='//x'>", b"<div>", b"<svg></x>", b"&#", b"&amp", b"<a b='c", b"<a =", b"<br/", b"<![CDATA["),
    *(b"<textarea>", b"<title>", b"<template>", b"<math><mi>", b"\r", b"<meta name=csrf content="),
)  # fmt: skip
CHARSETS = (
    *("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape", "undefined", "zlib", "hex", "rot13"),
    *("cp037", "latin-1", "", '"', "x" * 50_000, "utf-8; charset=latin-1", "\0", "../../etc", "\xff"),
)  # fmt: skip
COOKIES = (
    *(b"", b"=", b";", b"=x", b"x", b"a=b; Expires=\xff", b"a=b; Expires=Thu, 01 Jan 99999 00:00:00 GMT"),
    *(b"a=b; Max-Age=--5", b"a=b; Max-Age=\xb2", b"a=b; Max-Age=" + b"9" * 6000, b"a=\xff\xfe; Path=/", b"a\0=b"),
    *(b"\xff=\xff", b"a=b; Domain=.com; SameSite=\xff", b"a=" + b"b" * 90_000, b"a=b;" + b"c;" * 40_000),
    *(b"sid=e30.x.y", b"sid=.eJw.x", b"sid=." + b"A" * 60_000 + b".x", b"sid=%", b'sid="'),
    *(b"a=b; Expires=Thu, 31 Feb 2030 25:61:61 GMT", b"a=b; Expires=1 1 1 1 1 1 1", b"a=b; Expires=" + b"(" * 9000),
    b"csrf=\xc3\xa9",
)  # fmt: skip
LOCATIONS = (
    *(b"", b"/", b"?", b"#", b"//", b"///", b"//[", b"http://[", b"http://[::1", b"http://:0/"),
    *(b"http://127.0.0.1:99999/", b"http://x:y/", b"http://xn--/", b"http://xn--a/", b"http://\xff/"),
    *(b"http://\xc3\xbc/", b"http:", b"http:/", b"http:x", b"http:\\\\h", b"a:80/x", b"mailto:x@y"),
    *(b"javascript:alert(1)", b"data:,x", b"file:///etc/passwd", b"ftp://x/", b"about:blank", b"unix:/x"),
    *(b"HTTP://127.0.0.1:1/", b"/\xff", b"/%", b"/%zz", b"/a\0b", b"/" + b"a" * 70_000, b"/x?" + b"a=b&" * 20_000),
    *(b"../" * 20_000, b"http://user:pw@127.0.0.1:1/", b"http://1.2.3.4.5/", b"http://0x7f000001:1/"),
    *(b"http://127.1:1/", b"https://127.0.0.1:1/", b"http://" + b"a." * 200 + b"/", b"/ /"),
    *(b"http://127.0.0.1:\xd9\xa1/", b"http://a..b/", b"http://%00/", b"http://localhost%2f/", b"http://-/"),
    *(b"http://*/", b"\x1b]0;x\x07"),
)  # fmt: skip
WHEN = (
    *(b"", b"x", b"-1", b"\xb2", b"1e5", b"1.5", b"NaN", b"9" * 400, b"9" * 6000, b"1700000000", b"1700000000000"),
    *(b"\xd9\xa1", b"+5", b"Thu, 01 Jan 1970 00:00:00 GMT", b"Thu, 01 Jan 99999 00:00:00 GMT"),
    *(b"Thu, 01 Jan 0000 00:00:00 GMT", b"Mon, 01 Jan 0001 00:00:00 +1400", b"31 Dec 9999 23:59:59 -2359"),
    *(b"Thu, 01 Jan 2030 00:00:00 +999999", b"(" * 20_000, b"1 " * 20_000, b"limit=1;" * 9000),
)  # fmt: skip


def contents() -> Iterator[Hostile]:
    """All of them."""
    yield from (whole(f"body {body[:40]!r} of {len(body)} bytes", body) for body in BODIES)
    yield from (whole(f"a page of {piece!r}", (piece * 60_000)[:60_000], HTML) for piece in PIECES)
    yield from (
        whole(f"a page of a megabyte of {piece!r}", (piece * 1_000_000)[:1_000_000], HTML) for piece in PIECES[:4]
    )
    yield whole(
        "a page with a character of 6,000 digits", b"<form><input name=csrf value='&#" + b"9" * 6000 + b";'>", HTML
    )
    for charset in CHARSETS:
        field = f"Content-Type: text/html; charset={charset}".encode("latin-1")
        yield headed(f"charset {charset[:20]!r}", field, body=b"<p>kettle \xff\xfe \x00\xd8")
    yield from (headed(f"cookie {cookie[:30]!r}", b"Set-Cookie: " + cookie) for cookie in COOKIES)
    yield headed("5,000 cookies", *(b"Set-Cookie: c%d=%08d" % (number, number) for number in range(2500)))
    for number, location in enumerate(LOCATIONS):
        status = (b"301 M", b"302 F", b"303 S", b"307 T", b"308 P")[number % 5]
        yield headed(f"to {location[:30]!r}", b"Location: " + location, status=b"HTTP/1.1 " + status + b"\r\n")
    for value in WHEN:
        for name in (b"Retry-After", b"RateLimit-Reset", b"RateLimit", b"Date"):
            fields = (name + b": " + value, b"X-RateLimit-Remaining: " + value)
            yield headed(f"{name.decode()} {value[:20]!r}", *fields, status=b"HTTP/1.1 429 Slow\r\n")
    yield from (headed(f"{code} with a sound body", status=b"HTTP/1.1 %d X\r\n" % code) for code in range(400, 600, 13))
    yield from _issuers()


def _issuers() -> Iterator[Hostile]:
    """Documents of discovery, keys, and answers to who asks for a token."""
    url = "http://127.0.0.1:1/x"
    for said in (
        {"issuer": 1, "token_endpoint": [], "jwks_uri": None},
        {"issuer": "\ud800", "token_endpoint": "http://[", "jwks_uri": "javascript:x"},
        {"issuer": url, "token_endpoint": "/relative", "jwks_uri": "//x:y"},
        {"issuer": url, "token_endpoint": "", "jwks_uri": ""},
        {"issuer": url, "token_endpoint": "http://\u0000/", "jwks_uri": "http://xn--/"},
        {"issuer": "x" * 100_000, "token_endpoint": url, "jwks_uri": "http://" + "x" * 70_000},
        {"keys": [1, None, {}, {"kty": 5}, {"kty": "RSA", "n": 5, "e": []}, {"kty": "EC", "crv": "\ud800"}]},
        {"keys": [{"kty": "RSA", "n": "AQ", "e": "AQ"}, {"kty": "RSA", "n": "A" * 90_000, "e": "AQAB"}]},
        {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "!"}, {"kty": "oct", "k": ""}, {"kty": "RSA", "x5c": ["!"]}]},
        {"keys": {}},
        {"access_token": "\ud800\u0000", "token_type": 5},
        {"access_token": "a.b.c", "error": "\n"},
        {"access_token": "e30.e30.", "expires_in": "x"},
        {"access_token": ".".join(("eyJhbGciOiJub25lIn0", "W10", "x"))},  # noqa: FLY002 -- whole, they would look like tokens
        {"access_token": ".".join(["e30"] * 3), "id_token": []},
        {"access_token": "x" * 200_000},
        {"access_token": ".".join(("eyJhbGciOiJSUzI1NiIsImtpZCI6e319", "eyJleHAiOjFlOTk5LCJhdWQiOnt9fQ", "AA"))},  # noqa: FLY002
        {"access_token": "a b\r\nX: y"},
        {"error": ["invalid_client"], "error_description": "\x1b[31m"},
    ):
        yield whole(f"an issuer that says {str(said)[:50]!a}", json.dumps(said).encode())
    yield Hostile("an issuer that says nothing", OK + b"Content-Length: 0\r\n\r\n")
