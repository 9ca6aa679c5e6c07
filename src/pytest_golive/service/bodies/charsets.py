"""Which text the bytes of a body are, by the charset that came with them."""

from __future__ import annotations

import codecs
import json

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
)
# ASCII is ASCII in each of them, so a wrong one hides no plain word. Python knows more that it calls text, such as
# "idna", "punycode" and "unicode_escape"; no page is written in those.
LIKE_ASCII = ("iso8859", "cp125", "koi8", "mac-", "gb", "euc_", "shift_jis", "big5", "tis-620", "johab")
LIKE_ASCII_TOO = frozenset({"ascii", "utf-8", "cp866", "cp932", "cp949", "cp950", "cp1125"})
WITH_NULL = ("utf-16", "utf-32")


def decoded(body: bytes, content_type: str) -> str:
    """*body* as text: by its byte order mark, the charset of its Content-Type, or as JSON; what is none is replaced."""
    for mark, name in MARKS:
        if body.startswith(mark) and (name == "utf-8" or b"\0" in body):
            return body[len(mark) :].decode(name, "replace")
    charset = charset_of(content_type) or json.detect_encoding(body[:4])
    if charset.startswith(WITH_NULL) and b"\0" not in body:
        charset = "utf-8"  # the header does not tell the truth
    return body.decode(charset, "replace")


def charset_of(content_type: str) -> str:
    """The charset of a Content-Type header by the name that Python has for it; "" where it names none we know."""
    for part in content_type.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset":
            return _known(value.strip(" \t'\""))
    return ""


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name[:40]).name
    except (LookupError, ValueError):
        return ""
    return found if found in LIKE_ASCII_TOO or found.startswith((*LIKE_ASCII, *WITH_NULL)) else ""
