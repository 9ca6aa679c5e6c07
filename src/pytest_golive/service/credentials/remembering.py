"""Hides credentials that a service issues: session cookies and tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.charsets import decoded
from pytest_golive.service.bodies.json_reading import NotJson, read_json

SHORTEST = 8
LONGEST_BODY = 65_536
MOST_DEPTH = 5
# All output is searched for each secret in sixty encodings, so the secrets of one response are limited.
MOST = 100
LONGEST = 16_384  # characters of all secrets of one response
# pragma: allowlist nextline secret
SECRET_KEY = re.compile(r"token|secret|passw|session|api_?key|jwt|credential|csrf|xsrf", re.IGNORECASE)
# Names about tokens that do not contain one: "token_endpoint", "end_session_endpoint", "token_type".
PLAIN_KEY = re.compile(r"_(?:endpoint|type)$", re.IGNORECASE)
FIELD_NAME = re.compile(r"csrf|xsrf|token", re.IGNORECASE)
Headers = Iterable[tuple[str, str]]


def remember(status: int, headers: Headers, body: bytes) -> None:
    """Hide the cookies that a response sets, and the tokens in its body.

    Args:
        status: of the response.
        headers: all of them, including repeated ones.
        body: decompressed.
    """
    room = LONGEST
    for secret in islice(_secrets(status, headers, body), MOST):
        MASK.add(secret[:room])
        room -= len(secret)
        if room < SHORTEST:
            return


def holds_many(headers: Headers, body: bytes) -> bool:
    """Whether a response contains more secrets than `remember` hides, so that none of it may be shown."""
    sizes = [len(secret) for secret in islice(_secrets(0, headers, body), MOST + 1)]
    return len(sizes) > MOST or sum(sizes) > LONGEST


def _secrets(status: int, headers: Headers, body: bytes) -> Iterator[str]:
    kind = ""
    for name, value in headers:
        if name.lower() == "set-cookie":
            yield from _long([value.partition(";")[0].partition("=")[2].strip('" ')])
        elif name.lower() == "content-type":
            kind = value.lower()
    if status < 500 and len(body) <= LONGEST_BODY:  # noqa: PLR2004 -- a server error issues nothing
        if "json" in kind:
            yield from _long(_in_json(_parsed(body), MOST_DEPTH))
        elif "html" in kind:
            yield from _long(_in_page(decoded(body, kind)))


def _long(values: Iterable[str]) -> Iterator[str]:
    return (value for value in values if len(value) >= SHORTEST)


def _parsed(body: bytes) -> Any:
    try:
        return read_json(body)
    except NotJson:
        return None


def _in_json(value: Any, depth: int) -> Iterator[str]:
    if depth and isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and SECRET_KEY.search(str(key)) and not PLAIN_KEY.search(str(key)):
                yield part
            else:
                yield from _in_json(part, depth - 1)
    elif depth and isinstance(value, list):
        for part in value[:100]:
            yield from _in_json(part, depth - 1)


def _in_page(page: str) -> Iterator[str]:
    if FIELD_NAME.search(page):
        from pytest_golive.service.bodies.pages import inputs

        yield from (
            attributes.get("value", "") for attributes in inputs(page) if FIELD_NAME.search(attributes.get("name", ""))
        )
