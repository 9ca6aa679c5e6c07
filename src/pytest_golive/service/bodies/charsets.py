"""Decodes bodies, by the charset that came with them."""

from __future__ import annotations

import codecs
import json

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # UTF-32 begins like UTF-16, so it is first
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
)
# All of these are supersets of ASCII, so a wrong one hides no plain word. Python has more text encodings, such as
# "idna", "punycode" and "unicode_escape"; pages do not use those.
LIKE_ASCII = ("iso8859", "cp125", "koi8", "mac-", "gb", "euc_", "shift_jis", "big5", "tis-620", "johab")
LIKE_ASCII_TOO = frozenset({"ascii", "utf-8", "cp866", "cp932", "cp949", "cp950", "cp1125"})
WITH_NULL = ("utf-16", "utf-32")


def decoded(body: bytes, content_type: str) -> str:
    """*body* as text: by its byte order mark, its Content-Type, or as JSON; invalid bytes are replaced."""
    for mark, name in MARKS:
        if body.startswith(mark) and (name == "utf-8" or b"\0" in body):
            return body[len(mark) :].decode(name, "replace")
    charset = charset_of(content_type) or json.detect_encoding(body[:4])
    if charset.startswith(WITH_NULL) and b"\0" not in body:
        charset = "utf-8"  # the header is wrong
    return body.decode(charset, "replace")


def charset_of(content_type: str) -> str:
    """The charset in a Content-Type header, by Python's name for it; "" if it names none that we know."""
    for part in content_type.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset":
            return _python_name(value.strip(" \t'\""))
    return ""


def _python_name(name: str) -> str:
    try:
        found = codecs.lookup(name[:40]).name
    except (LookupError, ValueError):
        return ""
    return found if found in LIKE_ASCII_TOO or found.startswith((*LIKE_ASCII, *WITH_NULL)) else ""
