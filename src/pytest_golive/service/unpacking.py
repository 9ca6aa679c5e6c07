"""Bodies, read and unpacked up to a limit: a few kilobytes may unpack to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
STEP = 65_536


class TooLong(Exception):
    """More than the limit came, or came out.

    Attributes:
        packed: whether unpacking made it so long.
    """

    def __init__(self, *, packed: bool) -> None:
        super().__init__("too long")
        self.packed = packed


class CannotUnpack(Exception):
    """It is not packed as its header says."""


def read_body(chunks: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The whole body, unpacked.

    Args:
        chunks: as they come in.
        encoding: the Content-Encoding header; "", "identity", "gzip" or "deflate".
        most: bytes, before and after unpacking.

    Raises:
        TooLong: it does not fit.
        CannotUnpack: it is packed in another way than it says, or in one that was not asked for.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip() and name.strip() != "identity"]
    if not names:
        return _joined(chunks, most)
    if names not in (["gzip"], ["x-gzip"], ["deflate"]):
        raise CannotUnpack(f"it is packed as {encoding[:40]!r}, which was not asked for")
    return _unpacked(_joined(chunks, most), most)


def _joined(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise TooLong(packed=False)
    return bytes(body)


def _unpacked(packed: bytes, most: int) -> bytes:
    if not packed:
        return b""
    try:
        return _inflate(packed, GZIP_OR_ZLIB, most)
    except zlib.error:
        pass  # "deflate" without its frame is common
    try:
        return _inflate(packed, -zlib.MAX_WBITS, most)
    except zlib.error:
        raise CannotUnpack("it is not packed as its Content-Encoding says") from None


def _inflate(packed: bytes, bits: int, most: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    body = bytearray()
    while packed and not unpacker.eof:
        body += unpacker.decompress(packed, STEP)
        packed = unpacker.unconsumed_tail
        if len(body) > most:
            raise TooLong(packed=True)
    if not unpacker.eof:
        raise zlib.error("it ends early")
    return bytes(body)
