"""Reads and decompresses bodies up to a limit: a few kilobytes may decompress to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

GZIP, ZLIB, RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
WAYS = {"gzip": (GZIP,), "x-gzip": (GZIP,), "deflate": (ZLIB, RAW)}  # "deflate" without the zlib header is common
MAGIC = b"\x1f\x8b"
STEP = 65_536
PIECE = 16_384
# Each member needs a decompressor, and may have as few as 20 bytes.
MOST_MEMBERS = 10_000
MOST_LAYERS = 3
FALSE = "it is not packed as its Content-Encoding says"


class TooLong(Exception):
    """The body exceeds the limit, as sent or decompressed.

    Attributes:
        packed: whether it exceeds the limit only after decompression.
    """

    def __init__(self, *, packed: bool) -> None:
        super().__init__("too long")
        self.packed = packed


class CannotUnpack(Exception):
    """The body is not compressed as its header says."""


def read_body(chunks: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The complete body, decompressed.

    Args:
        chunks: the received bytes.
        encoding: the Content-Encoding header; "", "identity", "gzip" or "deflate", or several in the order in which
            they were applied.
        most: bytes, before and after decompression.

    Raises:
        TooLong: it exceeds the limit.
        CannotUnpack: its compression is another than it says, or one that was not accepted; or further data follows
            the compressed data.
    """
    names = [name for word in encoding.split(",") if (name := word.strip().lower()) not in {"", "identity"}]
    if not WAYS.keys() >= set(names):
        raise CannotUnpack(f"it is packed as {encoding[:40]!r}, which was not requested")
    if len(names) > MOST_LAYERS:
        raise CannotUnpack(f"it is packed {len(names)} times over")
    body = _joined(chunks, most)
    for name in reversed(names):
        body = _unpacked(body, WAYS[name], most)
    return body


def _joined(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise TooLong(packed=False)
    return bytes(body)


def _unpacked(packed: bytes, ways: tuple[int, ...], most: int) -> bytes:
    if not packed:
        return b""
    for bits in ways:
        try:
            return _inflate(packed, bits, most)
        except zlib.error:
            continue
    raise CannotUnpack(FALSE)


def _inflate(packed: bytes, bits: int, most: int) -> bytes:
    """All members of a gzip file (RFC 1952, 2.2), or the one stream of the other formats."""
    body, place = bytearray(), 0
    for _ in range(MOST_MEMBERS):
        place = _member(packed, place, bits, body, most)
        if bits != GZIP or not packed.startswith(MAGIC, place):
            break
    else:
        raise CannotUnpack(f"it has more than {MOST_MEMBERS:,} gzip members")
    if packed[place:].strip(b"\0"):  # gzip files may be padded with zeros
        raise CannotUnpack(f"{len(packed) - place:,} bytes that are not packed follow what is")
    return bytes(body)


def _member(packed: bytes, place: int, bits: int, body: bytearray, most: int) -> int:
    """Decompress what begins at *place* into *body*; return where it ends."""
    unpacker = zlib.decompressobj(bits)
    while not unpacker.eof:
        piece = unpacker.unconsumed_tail
        if not piece:
            piece, place = packed[place : place + PIECE], place + PIECE
        if not piece:
            raise zlib.error("it ends early")
        body += unpacker.decompress(piece, STEP)
        if len(body) > most:
            raise TooLong(packed=True)
    return min(place, len(packed)) - len(unpacker.unused_data)
