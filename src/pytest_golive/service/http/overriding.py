"""Request parts that change the method in some frameworks: a header, a query parameter, a form field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from pytest_golive.service.bodies.packing import Sealed, layers
from pytest_golive.service.target import READ_ONLY

# WSGI and CGI treat "-" and "_" as equal, so both are checked.
HEADER: Final = re.compile(r"(x-)?(http-|original-)*(request-)?(method-override|method)", re.ASCII)
FIELD: Final = re.compile(
    r"_method|__method|_?\$?http_?-?method|(x-)?(http-)?method-?_?override|x-http-method", re.ASCII
)
IN_BODY: Final = re.compile(
    rb"""["'](_{1,2}method|_?http_?method|(?:x-)?(?:http-)?method[-_]?override|x-http-method)["']\s{0,200}(?::|\r?\n)""",
    re.IGNORECASE,
)
MOST_FIELDS: Final = 1_000
MOST_BYTES: Final = 100_000  # of a body that is searched for fields


def override_of(url: str, headers: Mapping[str, str], content: bytes = b"") -> str:
    """What asks for a different method than the request line, in words; "" if nothing does.

    An override to a method that only reads does not count.

    Args:
        url: complete, or path and query.
        headers: as sent.
        content: the body.
    """
    return next(_of_headers(headers), "") or next(_of_query(url), "") or _of_body(headers, content)


def _of_headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if HEADER.fullmatch(name.lower().replace("_", "-")) and value.strip().upper() not in READ_ONLY:
            yield name.lower()


def _of_query(url: str) -> Iterator[str]:
    query = url.partition("?")[2].partition("#")[0]
    yield from (f"{name} in its query" for name in _fields(query))


def _fields(text: str) -> Iterator[str]:
    parts = re.split(r"[&;]", text, maxsplit=MOST_FIELDS)
    for part in parts:
        for name, value in parse_qsl(part, keep_blank_values=True, separator="&"):
            if FIELD.fullmatch(name.lower()) and value.strip().upper() not in READ_ONLY:
                yield name
    if len(parts) > MOST_FIELDS:
        yield f"more than {MOST_FIELDS:,} fields"


def _of_body(headers: Mapping[str, str], content: bytes) -> str:
    if not content:
        return ""
    try:
        for layer in layers(content, headers.get("content-encoding", "")):
            text = layer.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
            if (found := next(_fields(text[:MOST_BYTES].decode("latin-1")), "")) or IN_BODY.search(text):
                return f"{found or '_method'} in its body"
            if len(text) > MOST_BYTES:
                return f"a body that cannot be looked into (it has more than {MOST_BYTES:,} bytes)"
    except Sealed as error:
        return f"a body that cannot be looked into ({error})"
    return ""
