"""What is wrong with the frame: status line, fields, lengths, chunks, and the time it takes."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator

from hostile.answers import JSON, OK, SOUND, Hostile, headed, whole

CHUNKED = OK + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
STATUS_LINES = (
    *(b"", b"H", b"HTTP/1.1", b"HTTP/1.1 ", b"HTTP/1.1 abc OK", b"HTTP/1.1 000 None", b"HTTP/1.1 999 Much"),
    *(b"HTTP/1.1 20 OK", b"HTTP/1.1 2000 OK", b"HTTP/1.1 -200 OK", b"HTTP/1.1 +200 OK", b"HTTP/1.1 200.5 OK"),
    *(b"HTTP/1.1 2 00 OK", b"HTTP/1.1\t200\tOK", b"HTTP/1.1  200 OK", b"http/1.1 200 ok", b"HTTP/2.0 200 OK"),
    *(b"HTTP/1.0 200", b"HTTP/1.1 200", b"HTTP/0.9 200 OK", b"HTTP/1.12345 200 OK", b"ICY 200 OK", b"SIP/2.0 200 OK"),
    *(b"HTTP/1.1 200 \xff\xfe", b"HTTP/1.1 200 \xc3\xbc\xf0\x9f\x98\x80", b"HTTP/1.1 200 O\0K"),
    *(b"\r\n\r\nHTTP/1.1 200 OK", b"HTTP/1.1 " + b"9" * 6000 + b" OK", b"HTTP/1.1 200 " + b"x" * 300_000),
    *("HTTP/1.1 \uff12\uff10\uff10 OK".encode(), b"HTTP/1.1 \xb2\xb0\xb0 OK", b"SSH-2.0-OpenSSH_9.2", b"220 mail"),
    *(b"+OK POP3", b"\x15\x03\x01\x00\x02\x02\x46", b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64", b"RTSP/1.0 200 OK"),
    *(b"<html>HTTP/0.9", b"{}", b"HTTP/1.1 200 OK HTTP/1.1 200 OK"),
)  # fmt: skip
FIELDS = (
    *(b"no colon", b": no name", b"X Y: z", b"X\0: y", b"X: a\0b", b"X: \xff\xfe", b"X: \xc3\xbc", b" X: folded"),
    *(b"X: a\r\n b", b"X\xff: y", b"X:", b"X : y", b"X: \r", b"X: \x7f\x1b[31m", b"X: " + b"x" * 90_000),
    *(b"X: " + b"x" * 1_000_000, b"\r\n".join(b"X-%d: y" % at for at in range(1000))),
    *(b"\r\n".join(b"X: y" for _ in range(20_000)), b"Content-Length: 5", b"Content-Length: -1"),
    *(b"Content-Length: +36", b"Content-Length: 36, 36", b"Content-Length: 36, 37", b"Content-Length: 0x24"),
    *(b"Content-Length: ", b"Content-Length: 36.0", b"Content-Length: " + b"9" * 6000, b"Content-Length: \xb2"),
    *(b"Content-Length: 99999999999999999999", b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked"),
    *(b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: identity", b"Transfer-Encoding: xchunked"),
    *(b"Transfer-Encoding:", b"Connection: \xff", b"Connection: upgrade\r\nUpgrade: h2c", b"Trailer: X"),
    *(b"Date: \xff", b"Server: \x00", b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Encoding: zstd"),
    *(b"Content-Encoding: gzip, gzip", b"Content-Encoding: \xff", b"Content-Encoding: " + b"gzip, " * 2000 + b"gzip"),
    *(b"Content-Encoding: identity, identity", b"Content-Type: \xff", b"Content-Type: ;;;;"),
    *(b"Content-Type: " + b"a/b;" * 9000, b"Content-Type: application/json\0"),
)  # fmt: skip
CHUNKS = {
    "a chunk whose size is a word": b"xyz\r\nabc\r\n0\r\n\r\n",
    "a chunk of negative size": b"-5\r\nabc\r\n0\r\n\r\n",
    "a chunk size of a thousand digits": b"f" * 1000 + b"\r\nabc\r\n0\r\n\r\n",
    "a chunk size of 2^64": b"10000000000000000\r\nabc\r\n0\r\n\r\n",
    "a chunk with a megabyte of extensions": b"5;" + b"x=y;" * 250_000 + b"\r\nabcde\r\n0\r\n\r\n",
    "a chunk that is shorter than it says": b"ff\r\nabc\r\n0\r\n\r\n",
    "a chunk without its end": b"3\r\nabc0\r\n\r\n",
    "chunks that end without a last one": b"24\r\n" + SOUND + b"\r\n",
    "chunks of one byte each": b"".join(b"1\r\n%c\r\n" % byte for byte in SOUND * 200) + b"0\r\n\r\n",
    "a hundred thousand empty lines as chunks": b"\r\n" * 100_000,
    "sound chunks with a trailer": b"24\r\n" + SOUND + b"\r\n0\r\nX-Sum: 1\r\n\r\n",
    "a trailer that is no field": b"24\r\n" + SOUND + b"\r\n0\r\nno colon\r\n\r\n",
    "a trailer that sets a cookie": b"24\r\n" + SOUND + b"\r\n0\r\nSet-Cookie: a=b\r\nContent-Length: 3\r\n\r\n",
    "a trailer of a megabyte": b"24\r\n" + SOUND + b"\r\n0\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "a trailer that never ends": b"24\r\n" + SOUND + b"\r\n0\r\n" + b"X: y\r\n" * 50_000,
}


def frames() -> Iterator[Hostile]:
    """All of them; random bytes are the same each time."""
    rest = b"\r\n" + JSON + b"Content-Length: 36\r\n\r\n" + SOUND
    yield from (Hostile(f"status line {line[:30]!r}", line + rest) for line in STATUS_LINES)
    yield from (headed(f"field {field[:30]!r} of {len(field)} bytes", field) for field in FIELDS)
    yield from (Hostile(name, CHUNKED + chunks) for name, chunks in CHUNKS.items())
    yield from _informational()
    yield from _packed()
    yield from _slow()
    dice = random.Random(11)
    yield from (Hostile(f"random bytes {number}", dice.randbytes(2000)) for number in range(10))
    yield from (
        Hostile(f"random bytes as a body {number}", whole("", dice.randbytes(2000)).data) for number in range(10)
    )
    for number in range(40):  # a sound answer with some bytes of its head changed
        data = bytearray(whole("", SOUND).data)
        for _ in range(1 + number % 4):
            data[dice.randrange(len(data) - len(SOUND))] = dice.randrange(256)
        yield Hostile(f"mutated head {number}", bytes(data))


def _informational() -> Iterator[Hostile]:
    sound = whole("", SOUND).data
    yield Hostile("100 before the answer", b"HTTP/1.1 100 Continue\r\n\r\n" + sound)
    yield Hostile("10,000 times 100 before the answer", b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000 + sound)
    yield Hostile("103 with garbage", b"HTTP/1.1 103 Early\r\nLink: \xff\xfe\0\r\n\r\n" + sound)
    yield Hostile("101 unasked", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + sound)
    yield Hostile("102 and nothing else", b"HTTP/1.1 102 Processing\r\n\r\n", "hold")
    yield Hostile("102 for ever", b"", "repeat", b"HTTP/1.1 102 Processing\r\nX: y\r\n\r\n" * 100)
    yield Hostile("199 with a body", b"HTTP/1.1 199 What\r\nContent-Length: 2\r\n\r\n{}")
    yield Hostile("204 with a body", b"HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\n{}")
    yield Hostile("304 with a body", b"HTTP/1.1 304 No\r\nContent-Length: 2\r\n\r\n{}")
    yield Hostile("two answers at once", sound + sound)
    yield Hostile("an answer and garbage", sound + b"\xff" * 1000)


def _packed() -> Iterator[Hostile]:
    field = JSON + b"Content-Encoding: gzip\r\n"
    good = gzip.compress(SOUND)
    for name, body in {
        "gzip that is none": b"\x1f\x8b" + b"x" * 100,
        "gzip cut short": good[:-9],
        "gzip with a wrong sum": good[:-8] + b"\0" * 8,
        "gzip with garbage behind it": good + b"\xff" * 100,
        "gzip of many members": gzip.compress(b" ") * 3000 + good,
        "gzip of ten thousand empty members": gzip.compress(b"") * 10_000 + good,
        "gzip within gzip": gzip.compress(good),
        "gzip with a long name in its head": b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"n" * 500_000,
        "gzip that is empty": b"",
        "gzip of one byte": b"\x1f",
        "a bomb in gzip": gzip.compress(bytes(50_000_000)),
        "zlib for gzip": zlib.compress(SOUND),
    }.items():
        yield whole(name, body, field)
    yield whole("deflate without its frame", zlib.compress(SOUND)[2:-4], JSON + b"Content-Encoding: deflate\r\n")
    yield whole("deflate that is none", b"\xff" * 100, JSON + b"Content-Encoding: deflate\r\n")


def _slow() -> Iterator[Hostile]:
    yield Hostile("nothing at all", b"", "hold")
    yield Hostile("closed at once", b"")
    yield Hostile("reset at once", b"", "reset")
    yield Hostile("reset within the head", OK + JSON, "reset")
    yield Hostile("reset within the body", OK + JSON + b"Content-Length: 100\r\n\r\n{", "reset")
    yield Hostile("a head that stops", OK + JSON, "hold")
    yield Hostile("a head without an end", OK, "repeat", b"X-More: and more\r\n" * 100)
    yield Hostile("a field without an end", OK + b"X: ", "repeat", b"x" * 10_000)
    yield Hostile("a status line without an end", b"HTTP/1.1 200 ", "repeat", b"x" * 10_000)
    yield Hostile("a body without an end", OK + JSON + b"\r\n", "repeat", b"x" * 10_000)
    yield Hostile("chunks without an end", CHUNKED, "repeat", b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
    yield Hostile("tiny chunks without an end", CHUNKED, "repeat", b"1\r\nx\r\n" * 500)
    yield Hostile("a byte of the head at a time", OK + JSON, "drip", b"x")
    yield Hostile("a byte of the body at a time", OK + JSON + b"Content-Length: 9999\r\n\r\n", "drip", b"x")
    yield Hostile("a body that stops", OK + JSON + b"Content-Length: 100\r\n\r\n{", "hold")
    yield Hostile(
        "a length of a terabyte", OK + JSON + b"Content-Length: 1000000000000\r\n\r\n", "repeat", b"x" * 10_000
    )
