"""The encodings in which a secret may appear in text, and where a text holds it."""

from __future__ import annotations

import html
import json
import re
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

# A shorter secret, such as a test user's password "pw", is hidden only as a whole word.
SHORT = 6
LEAST_PART = 12
BLOCK = 16  # characters of a long secret that identify a part of it
NO_WORD = re.compile(r"[\W_]+")
CUT = re.compile(r"\.{3,}|…")
OF_GO = str.maketrans({"<": R"\u003c", ">": R"\u003e", "&": R"\u0026"})  # in its JSON, safe within HTML
Span = tuple[int, int]


def spellings(secret: str) -> Iterator[str]:
    """*secret* itself, and as URLs, JSON, HTML, shells, Python, base64 and ids encode it; also its parts."""
    yield secret
    plain = _bytes_of(secret)
    for text in _decodings(secret, plain):
        yield from {text, text.strip()}
        yield from {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1]}
        yield from {json.dumps(json.dumps(text)[1:-1])[1:-1], repr(repr(text)[1:-1])[1:-1]}
        yield from (json.dumps(text, ensure_ascii=ascii_)[1:-1].translate(OF_GO) for ascii_ in (False, True))
        sgml = html.escape(text, quote=False)
        yield from {html.escape(text), sgml, sgml.replace('"', "&quot;"), text.replace("'", "'\"'\"'")}
    once = quote(plain, safe="")
    yield from {quote(plain), once, quote_plus(plain), quote(once, safe=""), repr(plain)[2:-1]}
    yield from (text for text in _in_base64(plain) if len(text) >= LEAST_PART)
    if len(plain) >= SHORT:
        yield from {plain.hex(), plain.hex(" "), plain.hex(":"), "".join(f"%{byte:02x}" for byte in plain)}
        yield from {"".join(map(spell, map(ord, secret))) for spell in (R"\u{:04x}".format, "&#{};".format)}
        yield from {"".join(f"\\x{byte:02x}" for byte in plain), secret[::-1]}
    own = NO_WORD.sub("-", secret.lower()).strip("-")  # in the id of a row whose words hold it
    yield from (part for part in (own, *_parts(secret)) if len(part) >= LEAST_PART)


def _bytes_of(secret: str) -> bytes:
    """The bytes that are sent for *secret*, including surrogates that UTF-8 does not allow."""
    try:
        return secret.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return secret.encode("utf-8", "surrogatepass")


def _decodings(secret: str, plain: bytes) -> set[str]:
    """The secret, and the texts that decoders make of its bytes if they are not valid UTF-8."""
    if not any("\ud800" <= char <= "\udfff" for char in secret):
        return {secret}
    escaped = secret.encode("utf-8", "backslashreplace").decode()
    return {secret, escaped, *(plain.decode(encoding, "replace") for encoding in ("utf-8", "latin-1", "cp1252"))}


def _parts(secret: str) -> Iterator[str]:
    """The parts of a JWT, the lines of a key, and the runs of printable ASCII between other characters."""
    if secret.count(".") == 2:  # noqa: PLR2004 -- a JWT
        yield from secret.split(".")
    for line in secret.splitlines():
        if not line.startswith("-----"):
            yield line.strip()
            yield from re.split(r"[^ -~]+", line)


def _in_base64(plain: bytes) -> Iterator[str]:
    """*plain* in base64 and base32, alone or after other text, such as a user name."""
    yield b32encode(plain).decode().rstrip("=")
    for encode in (b64encode, urlsafe_b64encode):
        encoded = encode(plain).decode()
        yield from (encoded, encoded.rstrip("="))
        for before in range(3):  # the characters at both ends also encode bits of the text beside it
            shifted = encode(b"\0" * before + plain).decode().rstrip("=")
            yield shifted[(0, 2, 3)[before] : len(shifted) - bool((before + len(plain)) % 3)]


def places(text: str, known: Iterable[tuple[str, str]], whole: Iterable[str]) -> list[Span]:
    """Where *text* holds a secret; overlapping places are joined, so that nothing of either secret is left.

    Args:
        text: any text.
        known: encoded secrets, each with its lower-case form.
        whole: the secrets themselves, of which parts are found, too.
    """
    lowered = text.lower()
    found: set[Span] = set()
    for secret, small in known:
        if len(secret) < LEAST_PART:
            found.update(standing(text, secret, alone=len(secret) < SHORT))
        elif small in lowered or secret in text:  # in any case, for some services change it
            found.update(match.span() for match in re.compile(f"(?i:{re.escape(secret)})").finditer(text))
    for secret in whole:
        found.update(_pieces(text, secret))
    return _joined(sorted(found))


def standing(text: str, secret: str, *, alone: bool) -> Iterator[Span]:
    """Where *text* holds *secret*; with *alone*, only where it is a whole word."""
    place = text.find(secret)
    while place >= 0:
        end = place + len(secret)
        if not alone or not (_is_plain(text[max(place - 1, 0) : place]) or _is_plain(text[end : end + 1])):
            yield place, end
        place = text.find(secret, place + 1)


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _pieces(text: str, secret: str) -> Iterator[Span]:
    """The parts of a long secret that is broken into lines, abbreviated, or quoted up to a width."""
    if len(secret) > BLOCK:
        for start in range(0, len(secret) - BLOCK + 1, BLOCK):
            yield from _around(text, secret, start)
    if secret[:SHORT] in text or secret[-SHORT:] in text:
        for cut in CUT.finditer(text):
            yield from _around_ellipsis(text, cut.span(), secret)


def _around(text: str, secret: str, start: int) -> Iterator[Span]:
    """Where *text* holds the block of *secret* that begins at *start*, extended as far as the secret continues."""
    block = secret[start : start + BLOCK]
    place = text.find(block)  # first, for hardly any text holds any
    if place < 0 or len(set(block)) <= SHORT or block.startswith("-----"):
        return
    while place >= 0:
        before = _common_length(text[max(0, place - start) : place][::-1], secret[:start][::-1])
        after = _common_length(text[place : place + len(secret)], secret[start:])
        yield place - before, place + after
        place = text.find(block, place + after)


def _around_ellipsis(text: str, cut: Span, secret: str) -> Iterator[Span]:
    """The beginning of *secret* before an ellipsis, and its end after it."""
    start, end = cut
    head = text[max(0, start - len(secret) + 1) : start]
    tail = text[end : end + len(secret) - 1]
    for place, _ in standing(head, secret[:SHORT], alone=False):
        if secret.startswith(head[place:]):
            yield start - len(head) + place, start
    for _, stop in standing(tail, secret[-SHORT:], alone=False):
        if secret.endswith(tail[:stop]):
            yield end, end + stop


def _common_length(text: str, secret: str) -> int:
    """How many characters both begin with: halving, for a long token is compared once for each of its blocks."""
    same, most = 0, min(len(text), len(secret))
    while same < most:
        middle = (same + most + 1) // 2
        if text[same:middle] == secret[same:middle]:
            same = middle
        else:
            most = middle - 1
    return same


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
