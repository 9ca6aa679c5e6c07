"""Decompresses bodies, so that nothing can be hidden inside compressed data."""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

MOST: Final = 20_000_000
MOST_DEPTH: Final = 4
MOST_PIECES: Final = 256
STEP: Final = 65_536
NAMED: Final = {
    "gzip": lambda: zlib.decompressobj(zlib.MAX_WBITS | 32),
    "x-gzip": lambda: zlib.decompressobj(zlib.MAX_WBITS | 32),
    "deflate": lambda: zlib.decompressobj(zlib.MAX_WBITS | 32),
}
# The first bytes of compressed data; they are tried wherever they occur in a body.
MAGIC: Final[dict[bytes, Callable[[], Any]]] = {
    b"\x1f\x8b\x08": lambda: zlib.decompressobj(zlib.MAX_WBITS | 16),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lzma.LZMADecompressor,
}
# Two bytes occur in every picture by chance, so these are tried only at the beginning.
ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
CLOSED: Final = {b"\x28\xb5\x2f\xfd": "zstd", b"\x04\x22\x4d\x18": "lz4", b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!": "rar"}


class Sealed(Exception):
    """Something in the body cannot be decompressed here; the message says what."""


def layers(content: bytes, encoding: str = "") -> Iterator[bytes]:
    """*content*, and everything compressed inside it, the outermost first.

    Args:
        content: a body as sent.
        encoding: its Content-Encoding header.

    Raises:
        Sealed: a part cannot be decompressed, or decompresses to too much.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    for name in reversed([name for name in names if name not in {"", "identity"}]):
        if name not in NAMED:
            raise Sealed(f"Content-Encoding: {name[:20]}")
        yield content
        content = _named(content, name)
    yield from _within(content, MOST_DEPTH)


def _named(content: bytes, name: str) -> bytes:
    for make in (NAMED[name], lambda: zlib.decompressobj(-zlib.MAX_WBITS)):
        found = _unpacked(make, content)
        if found is not None:
            return found
    raise Sealed(f"it is not packed as its Content-Encoding, {name}, says")


def _within(content: bytes, depth: int) -> Iterator[bytes]:
    yield content
    for magic, what in CLOSED.items():
        if content.startswith(magic):
            raise Sealed(what)
    pieces = list(_pieces(content))
    if pieces and not depth:
        raise Sealed("packed too often")
    for piece in pieces:
        yield from _within(piece, depth - 1)


def _pieces(content: bytes) -> Iterator[bytes]:
    if content.startswith(ZLIB) and (found := _unpacked(zlib.decompressobj, content)):
        yield found
    count = 0
    for magic, make in MAGIC.items():
        place = content.find(magic)
        while place >= 0:
            count += 1
            if count > MOST_PIECES:
                raise Sealed("more packed parts than are looked into")
            if found := _unpacked(make, content[place:]):
                yield found
            place = content.find(magic, place + 1)
    if b"PK\x03\x04" in content:
        yield from _of_archive(content)


def _unpacked(make: Callable[[], Any], packed: bytes) -> bytes | None:
    """All members at the beginning of *packed*; None if there is none."""
    output = bytearray()
    while packed:
        unpacker = make()
        try:
            part = _drained(unpacker, packed, MOST - len(output))
        except (zlib.error, OSError, EOFError, lzma.LZMAError):
            return bytes(output) or None
        output += part
        if not unpacker.eof or not unpacker.unused_data:
            break
        packed = unpacker.unused_data
    return bytes(output)


def _drained(unpacker: Any, packed: bytes, most: int) -> bytes:
    output = bytearray(unpacker.decompress(packed, STEP))
    while not unpacker.eof:
        if len(output) > most:
            raise Sealed(f"it unpacks to more than {MOST:,} bytes")
        remaining = getattr(unpacker, "unconsumed_tail", b"")
        more = unpacker.decompress(remaining, STEP)
        if not more and not remaining:
            break
        output += more
    return bytes(output)


def _of_archive(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PIECES or sum(entry.file_size for entry in entries) > MOST:
                raise Sealed("a large zip archive")
            for entry in entries:
                yield entry.filename.encode()
                with archive.open(entry) as member:
                    yield member.read(MOST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError, ValueError):
        raise Sealed("a zip archive that cannot be read") from None
