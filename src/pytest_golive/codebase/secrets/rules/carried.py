"""Credentials that need no name: in URLs, in headers, on command lines, in JSON Web Keys."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.named import SILENT, Named
from pytest_golive.codebase.secrets.rules.values import INVITATION, REFERENCE, is_common, is_jumble, looks_real

HEADER, URL, COMMAND, KEY_SET = "Authorization Header", "Password in a URL", "Password of a Command", "JSON Web Key"
WORDS = ("bearer", "basic", "://", "curl", "--user", ":*:", "machine", '"d"', "'d'")
KEY_TYPE = "kty"
SCHEME = re.compile(r"(?i)\b(?P<scheme>bearer|basic|apikey)[ \t]+(?P<value>[\w+/=.~-]{8,4000})")
IN_URL = re.compile(
    r"\b[a-zA-Z][\w+.-]{1,20}://(?P<user>[^\s/:@\"'<>{}$%]{0,80}):(?P<value>[^\s/@\"'`<>]{3,100})@(?P<host>[\w.\[:-]{1,100}|\w*\()"
)
CURL = re.compile(
    r"(?:\bcurl\b[^\n|;]{0,300}?[ \t]-u|--user)[ \t=]{1,3}[\"']?[\w.@+-]{1,60}:(?P<value>[^\s\"'`|;]{3,100})"
)
PGPASS = re.compile(r"^[\w.*-]{1,100}:(?:\d+|\*):[\w.*-]{1,60}:[\w.*-]{1,60}:(?P<value>\S{3,100})$")
NETRC = re.compile(r"\bmachine\s{1,9}\S{1,100}\s{1,9}login\s{1,9}\S{1,100}\s{1,9}password\s{1,9}(?P<value>\S{3,100})")
PRIVATE_PART = re.compile(r"[\"']d[\"']\s{0,4}:\s{0,4}[\"'](?P<value>[\w-]{20,2000})[\"']")
NOBODY = re.compile(r"(?i)\bexample\b|\bexample\.|^(?:host|hostname|server|domain|your)")


def carried(text: Text, path: str) -> Iterator[Named]:
    """Each credential in *text*, the file *path*, that stands where only credentials stand."""
    if SILENT.search(path):
        return
    has_keys = KEY_TYPE in text.core.whole
    for number in text.found(_places_of_words):
        line = text.lines[number]
        for kind, match in _matches(line, has_keys=has_keys):
            yield Named(kind, match["value"], number + 1)


def carried_places(text: Text) -> set[int]:
    """The numbers of the lines of *text* that `carried` looks at, or has looked at."""
    return _places_of_words(text) | text.with_any((KEY_TYPE,), any_case=False)


def _places_of_words(text: Text) -> set[int]:
    return text.with_any(WORDS, any_case=True)


def _matches(line: str, *, has_keys: bool) -> Iterator[tuple[str, re.Match[str]]]:
    for match in SCHEME.finditer(line):
        if _is_header(match["scheme"].lower(), match["value"]):
            yield HEADER, match
    for match in IN_URL.finditer(line):
        if not NOBODY.search(match["host"]) and looks_real(match["value"], is_password=True):
            yield URL, match
    for regex in (CURL, PGPASS, NETRC):
        for match in regex.finditer(line):
            if looks_real(match["value"], is_password=True):
                yield COMMAND, match
    if has_keys:
        for match in PRIVATE_PART.finditer(line):
            yield KEY_SET, match


def _is_header(scheme: str, value: str) -> bool:
    if INVITATION.search(value) or REFERENCE.search(value):
        return False
    if scheme != "basic":
        return len(value) >= 16 and is_jumble(value)  # noqa: PLR2004 -- characters
    try:
        user, colon, password = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return False
    return bool(colon) and (user + password).isprintable() and not is_common(password or user)
