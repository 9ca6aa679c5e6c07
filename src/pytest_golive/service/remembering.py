"""What a service hands out in confidence is hidden from then on: session cookies, tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pytest_golive.masking import MASK

SHORTEST = 8
LONGEST_BODY = 65_536
MOST_DEPTH = 5
# pragma: allowlist nextline secret
SECRET_KEY = re.compile(r"token|secret|passw|session|api_?key|jwt|credential|csrf|xsrf", re.IGNORECASE)
# What speaks of tokens and holds none: "token_endpoint", "end_session_endpoint", "token_type".
PLAIN_KEY = re.compile(r"_(?:endpoint|type)$", re.IGNORECASE)
FIELD = re.compile(rb"""<input\b[^>]*\bname=["']?[^"'\s>]*(?:csrf|xsrf|token)[^"'\s>]*["']?[^>]*>""", re.IGNORECASE)
VALUE = re.compile(rb"""\bvalue=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def remember(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    """Hide the cookies that an answer sets, and the tokens that its body holds.

    Args:
        status: of the answer.
        headers: all of them, repeated ones too.
        body: unpacked.
    """
    kind = ""
    for name, value in headers:
        if name.lower() == "set-cookie":
            _hide(value.partition(";")[0].partition("=")[2].strip('" '))
        elif name.lower() == "content-type":
            kind = value.lower()
    if status < 500 and len(body) <= LONGEST_BODY:  # noqa: PLR2004 -- above, the service had nothing to give
        if "json" in kind:
            for value in _secrets_in(_parsed(body), MOST_DEPTH):
                _hide(value)
        elif "html" in kind:
            for field in FIELD.findall(body):
                if found := VALUE.search(field):
                    _hide(next(filter(None, found.groups()), b"").decode("utf-8", "replace"))


def _hide(value: str) -> None:
    if len(value) >= SHORTEST:
        MASK.add(value)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _secrets_in(value: Any, depth: int) -> Iterator[str]:
    if depth and isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and SECRET_KEY.search(str(key)) and not PLAIN_KEY.search(str(key)):
                yield part
            else:
                yield from _secrets_in(part, depth - 1)
    elif depth and isinstance(value, list):
        for part in value[:100]:
            yield from _secrets_in(part, depth - 1)
