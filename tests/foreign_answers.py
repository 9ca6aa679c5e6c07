"""What strangers send, as hypothesis makes it up: texts, JSON, headers, bodies, and reports with bytes changed."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from pytest_golive.service.http.answer import Answer

WORDS = (
    *(
        "status",
        "Status",
        "healthy",
        "version",
        "commit",
        "git",
        "id",
        "instance",
        "checks",
        "details",
        "error",
        "keys",
    ),
    *(
        "kid",
        "kty",
        "RSA",
        "EC",
        "OKP",
        "oct",
        "n",
        "e",
        "crv",
        "x",
        "y",
        "k",
        "use",
        "sig",
        "alg",
        "RS256",
        "HS256",
        "x5c",
    ),
    *(
        "access_token",
        "id_token",
        "token",
        "session",
        "issuer",
        "token_endpoint",
        "jwks_uri",
        "iss",
        "aud",
        "exp",
        "crit",
    ),
    *(
        "UP",
        "DOWN",
        "ok",
        "true",
        "1.2.0",
        "v1.2-rc1",
        "deadbee",
        "deadbee-dirty",
        "0" * 40,
        "AQAB",
        "P-256",
        "Ed25519",
    ),
    *(
        "http://127.0.0.1:1/",
        "//[",
        "javascript:x",
        "",
        "\x00",
        "\ud800",
        "\udfff\ud800",
        "\u0661",
        "\ufeff",
        "\x1b[31m",
    ),
)
texts = st.one_of(st.sampled_from(WORDS), st.text(st.characters(), max_size=60))
numbers = st.one_of(
    st.integers(), st.floats(), st.sampled_from([10**400, -(10**400), 1e308, float("inf"), float("nan")])
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=5)),
    max_leaves=15,
)


def written(value):
    """JSON as it may be written; what Python itself does not write goes as the text "1"."""
    return json.dumps(value, ensure_ascii=True).encode()


TAGS = st.sampled_from(
    [
        "<form",
        "action='/x'",
        "method=post>",
        "<form>",
        "</form>",
        "<input",
        "<input",
        "name=csrf_token",
        "value='",
        "<input",
        "type=password",
        "name=p>",
        "<input",
        "type=hidden",
        "name=token",
        'value="&#99999999999;">',
        "<meta",
        "name=csrf-token",
        'content="',
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<svg>",
        "<math>",
        "</",
        ">",
        '"',
        "'",
        "&amp;",
        "&#x",
        "kettle",
        "<p>",
        "</p>",
        "<template>",
        "<![CDATA[",
        "<!DOCTYPE",
    ]
)
pages = st.lists(st.one_of(TAGS, texts), max_size=30).map(lambda parts: " ".join(parts).encode("utf-8", "replace"))
bodies = st.one_of(values.map(written), pages, st.binary(max_size=200), values.map(lambda value: written(value)[:-1]))
FIELDS = (
    *("Content-Type", "Set-Cookie", "Location", "Retry-After", "RateLimit", "RateLimit-Reset", "RateLimit-Remaining"),
    *(
        "X-RateLimit-Reset",
        "X-RateLimit-Remaining",
        "RateLimit-Policy",
        "Date",
        "Strict-Transport-Security",
        "X-Version",
    ),
    *(
        "Content-Security-Policy",
        "Referrer-Policy",
        "X-Frame-Options",
        "WWW-Authenticate",
        "Content-Encoding",
        "Refresh",
    ),
)
SAID = (
    *(
        "application/json",
        "text/html; charset=utf-16",
        "text/html; charset=idna",
        "sid=e30.x; Path=/; HttpOnly",
        "a=b; Max-Age=--1",
    ),
    *(
        "a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 01 Jan 99999 00:00:00 GMT",
        "limit=1, remaining=x, reset=9999999999999",
    ),
    *(
        '"a";r=0;t=5, "b";r=1',
        "max-age=٣",
        "max-age=" + "9" * 5000,
        "9" * 5000,
        "1700000000",
        "-1",
        "²",
        "1e5",
        "5; url=//[",
        "0;url=x",
    ),
    *(
        "//[",
        "http://[",
        "http://xn--/",
        "http:\\\\x",
        "mailto:x",
        "/x",
        "javascript:x",
        "nosniff",
        "unsafe-url",
        "gzip",
    ),
)
sent = st.one_of(
    st.sampled_from(SAID), st.text(st.characters(max_codepoint=255), max_size=60), texts.filter(str.isprintable)
)
headers = st.lists(st.tuples(st.sampled_from(FIELDS), sent), max_size=8).map(tuple)
STATUSES = (200, 201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 422, 429, 500, 502, 503, 599)
answers = st.builds(
    Answer,
    st.sampled_from(["GET", "HEAD", "POST"]),
    st.sampled_from(["http://127.0.0.1:1/orders", "http://127.0.0.1:1/login?next=/", "https://[::1]/"]),
    st.sampled_from(STATUSES),
    headers,
    bodies,
)


@st.composite
def changed(draw, *originals: bytes):
    """One of the *originals* with a few places cut out, doubled, or written over."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from(PIECES), st.just(bytes(data[start:end]) * 2)))
        data[start:end] = piece
    return bytes(data)


PIECES = (
    b"\0",
    b"\xff\xfe",
    b"9" * 5000,
    b"-1",
    b"NaN",
    b"1e999",
    b"[" * 2000,
    b"<",
    b"]]>",
    b"&x;",
    b'"',
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\r",
)
