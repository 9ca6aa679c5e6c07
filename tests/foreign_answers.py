"""What strangers send, as hypothesis makes it up: texts, JSON, headers, bodies, and reports with bytes changed."""

from __future__ import annotations

import json

from foreign_words import FIELDS, SAID, TAGS, WORDS
from hypothesis import strategies as st

from pytest_golive.service.http.answer import Answer

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


pages = st.lists(st.one_of(TAGS, texts), max_size=30).map(lambda parts: " ".join(parts).encode("utf-8", "replace"))
bodies = st.one_of(values.map(written), pages, st.binary(max_size=200), values.map(lambda value: written(value)[:-1]))
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
