"""Hides credentials that a service issues: session cookies and tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.charsets import decoded
from pytest_golive.service.bodies.json_reading import NotJson, read_json

SHORTEST = 8
# All output is searched for each secret in sixty encodings, so the secrets of one response are limited.
MOST = 100
LONGEST = 16_384  # characters of all secrets of one response
# pragma: allowlist nextline secret
SECRET_KEY = re.compile(r"token|secret|passw|session|api_?key|jwt|credential|csrf|xsrf", re.IGNORECASE)
# Names about tokens that do not contain one: "token_endpoint", "end_session_endpoint", "token_type".
PLAIN_KEY = re.compile(r"_(?:endpoint|type)$", re.IGNORECASE)
FIELD_NAME = re.compile(r"csrf|xsrf|token", re.IGNORECASE)
VALUE_KEY = "value"  # {"token": {"value": "…"}}
# A member of an object, in what is nearly JSON: it was cut off, or names one key twice.
MEMBER = re.compile(r'"([^"\\]{1,100}+)"[ \t\r\n]{0,100}+:[ \t\r\n]{0,100}+"')
PIECE = 4_096
QUOTED = re.compile(r'(?:[^"\\]|\\.){0,4096}+', re.DOTALL)
Headers = Iterable[tuple[str, str]]


def remember(headers: Headers, body: bytes) -> None:
    """Hide the cookies that a response sets, and the tokens in its body, whatever its status.

    Args:
        headers: all of them, including repeated ones.
        body: decompressed.
    """
    room = LONGEST
    for secret in islice(_secrets(headers, body), MOST):
        MASK.add(secret[:room])
        room -= len(secret)
        if room < SHORTEST:
            return


def holds_many(headers: Headers, body: bytes) -> bool:
    """Whether a response contains more secrets than `remember` hides, so that none of it may be shown."""
    sizes = [len(secret) for secret in islice(_secrets(headers, body), MOST + 1)]
    return len(sizes) > MOST or sum(sizes) > LONGEST


def _secrets(headers: Headers, body: bytes) -> Iterator[str]:
    kind = ""
    for name, value in headers:
        if name.lower() == "set-cookie":
            yield from _long([value.partition(";")[0].partition("=")[2].strip('" ')])
        elif name.lower() == "content-type":
            kind = value.lower()
    yield from _long(_in_body(body, kind))


def _long(values: Iterable[str]) -> Iterator[str]:
    return (value for value in values if len(value) >= SHORTEST)


def _quoted(text: str, start: int) -> str:
    """What stands from *start* to the next quote that no backslash precedes; no more than is hidden."""
    end = start
    for _ in range(LONGEST // PIECE):
        piece = QUOTED.match(text, end)
        end = piece.end() if piece else end
    return text[start:end]


def _in_body(body: bytes, kind: str) -> Iterator[str]:
    """The secrets of a body: its first character says what it is where its type does not, or is wrong."""
    text = decoded(body, kind)
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if first == "<":
        yield from _in_page(text)
    elif "json" in kind or first in {"{", "["}:
        try:
            found = read_json(body)
        except NotJson:
            members = ((member[1], _quoted(text, member.end())) for member in MEMBER.finditer(text))
            yield from (value for key, value in members if _is_secret(key))
        else:
            yield from _in_json(found)
    elif "html" in kind:
        yield from _in_page(text)
    elif "form-urlencoded" in kind or (kind.startswith("text/plain") and not re.search(r"\s", text.strip())):
        yield from (value for key, value in parse_qsl(text.strip()) if _is_secret(key))


def _is_secret(key: str) -> bool:
    return bool(SECRET_KEY.search(key)) and not PLAIN_KEY.search(key)


def _in_json(value: Any, *, is_secret: bool = False) -> Iterator[str]:
    """The texts under telling names; `read_json` limits the depth."""
    if isinstance(value, str):
        if is_secret:
            yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _in_json(part, is_secret=_is_secret(key) or (is_secret and key == VALUE_KEY))
    elif isinstance(value, list):
        for part in value:
            yield from _in_json(part, is_secret=is_secret)


def _in_page(page: str) -> Iterator[str]:
    if FIELD_NAME.search(page):
        from pytest_golive.service.bodies.pages import inputs

        yield from (
            attributes.get("value", "") for attributes in inputs(page) if FIELD_NAME.search(attributes.get("name", ""))
        )
