"""How a secret may be spelled in what others write, and where a text holds it."""

from __future__ import annotations

import html
import json
import re
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

# A shorter one, such as a test user's password "pw", is hidden only where it stands alone.
SHORT = 6
LEAST_PART = 12
BLOCK = 16  # characters of a long secret by which a piece of it is known
CUT = re.compile(r"\.{3,}|…")
Span = tuple[int, int]


def spellings(secret: str) -> Iterator[str]:
    """As it is, and as URLs, JSON, HTML, shells, Python and base64 spell it; of what has parts, those, too."""
    yield secret
    plain = _bytes_of(secret)
    for text in _readings(secret, plain):
        yield from {text, text.strip()}
        yield from {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1]}
        yield from {json.dumps(json.dumps(text)[1:-1])[1:-1], repr(repr(text)[1:-1])[1:-1]}
        sgml = html.escape(text, quote=False)
        yield from {html.escape(text), sgml, sgml.replace('"', "&quot;"), text.replace("'", "'\"'\"'")}
    once = quote(plain, safe="")
    yield from {quote(plain), once, quote_plus(plain), quote(once, safe=""), repr(plain)[2:-1]}
    yield from (text for text in _in_base64(plain) if len(text) >= LEAST_PART)
    if len(plain) >= SHORT:
        yield from {plain.hex(), plain.hex(" "), plain.hex(":"), "".join(f"%{byte:02x}" for byte in plain)}
        yield from {"".join(map(spell, map(ord, secret))) for spell in (R"\u{:04x}".format, "&#{};".format)}
        yield from {"".join(f"\\x{byte:02x}" for byte in plain), secret[::-1]}
    yield from (part for part in _parts(secret) if len(part) >= LEAST_PART)


def _bytes_of(secret: str) -> bytes:
    """As it is sent; of what no text can hold, as Python writes it."""
    try:
        return secret.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return secret.encode("utf-8", "surrogatepass")


def _readings(secret: str, plain: bytes) -> set[str]:
    """The secret, and what becomes of bytes that are no text."""
    if not any("\ud800" <= char <= "\udfff" for char in secret):
        return {secret}
    escaped = secret.encode("utf-8", "backslashreplace").decode()
    return {secret, escaped, *(plain.decode(encoding, "replace") for encoding in ("utf-8", "latin-1", "cp1252"))}


def _parts(secret: str) -> Iterator[str]:
    """Of a token with dots, header, claims and signature; of a key, its lines; what stands between strange bytes."""
    if secret.count(".") == 2:  # noqa: PLR2004 -- a JWT
        yield from secret.split(".")
    for line in secret.splitlines():
        if not line.startswith("-----"):
            yield line.strip()
            yield from re.split(r"[^ -~]+", line)


def _in_base64(plain: bytes) -> Iterator[str]:
    """As base64 spells it, alone or behind something else, such as the name of a user."""
    yield b32encode(plain).decode().rstrip("=")
    for encode in (b64encode, urlsafe_b64encode):
        encoded = encode(plain).decode()
        yield from (encoded, encoded.rstrip("="))
        for before in range(3):  # the characters at both ends hold bits of what stands beside it
            shifted = encode(b"\0" * before + plain).decode().rstrip("=")
            yield shifted[(0, 2, 3)[before] : len(shifted) - bool((before + len(plain)) % 3)]


def places(text: str, known: Iterable[tuple[str, str]], whole: Iterable[str]) -> list[Span]:
    """Where *text* holds a secret; what overlaps is one place.

    Of two secrets that overlap nothing is left, whichever is the shorter and whichever comes first.

    Args:
        text: any text.
        known: spellings, each with itself in small letters.
        whole: the secrets themselves, of which pieces are looked for, too.
    """
    lowered = text.lower()
    found: set[Span] = set()
    for secret, small in known:
        if len(secret) < LEAST_PART:
            found.update(standing(text, secret, alone=len(secret) < SHORT))
        elif small in lowered or secret in text:  # in capitals, too, for some services change them
            found.update(match.span() for match in re.compile(f"(?i:{re.escape(secret)})").finditer(text))
    for secret in whole:
        found.update(_pieces(text, secret))
    return _joined(sorted(found))


def standing(text: str, secret: str, *, alone: bool) -> Iterator[Span]:
    """Where *secret* stands in *text*, or where it stands *alone*: as a word, not as a part of one."""
    place = text.find(secret)
    while place >= 0:
        end = place + len(secret)
        if not alone or not (_is_plain(text[max(place - 1, 0) : place]) or _is_plain(text[end : end + 1])):
            yield place, end
        place = text.find(secret, place + 1)


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _pieces(text: str, secret: str) -> Iterator[Span]:
    """What is left of a long secret where it is broken into lines, or cut short by whoever writes it."""
    if len(secret) >= 2 * BLOCK:
        for start in range(0, len(secret) - BLOCK + 1, BLOCK):
            yield from _around(text, secret, start)
    if secret[:SHORT] in text or secret[-SHORT:] in text:
        for cut in CUT.finditer(text):
            yield from _beside(text, cut.span(), secret)


def _around(text: str, secret: str, start: int) -> Iterator[Span]:
    """Where *text* holds the block of *secret* that begins at *start*, with all that is the secret's around it."""
    block = secret[start : start + BLOCK]
    place = text.find(block) if len(set(block)) > SHORT and not block.startswith("-----") else -1
    while place >= 0:
        before = _in_common(text[max(0, place - start) : place][::-1], secret[:start][::-1])
        after = _in_common(text[place : place + len(secret)], secret[start:])
        yield place - before, place + after
        place = text.find(block, place + after)


def _beside(text: str, cut: Span, secret: str) -> Iterator[Span]:
    """The beginning of *secret* before the dots, and its end behind them."""
    start, end = cut
    head = text[max(0, start - len(secret) + 1) : start]
    tail = text[end : end + len(secret) - 1]
    for place, _ in standing(head, secret[:SHORT], alone=False):
        if secret.startswith(head[place:]):
            yield start - len(head) + place, start
    for _, stop in standing(tail, secret[-SHORT:], alone=False):
        if secret.endswith(tail[:stop]):
            yield end, end + stop


def _in_common(one: str, other: str) -> int:
    size = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        size += 1
    return size


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
