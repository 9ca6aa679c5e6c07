"""Compressed bodies: every member and layer is decompressed, up to the limit, and nothing is silently cut off."""

from __future__ import annotations

import gzip
import zlib
from functools import partial

import pytest

from pytest_golive.service.http.unreachable import Unreachable

packed = partial(gzip.compress, mtime=0)  # the bytes name the tests: a time in them would name each test twice


@pytest.mark.parametrize("pack", [packed, zlib.compress, lambda b: zlib.compress(b)[2:-4]])
def test_packed_bodies_are_unpacked(serve, ask, pack):
    encoding = "gzip" if pack is packed else "deflate"
    server = serve(lambda _: (200, {"Content-Encoding": encoding}, pack(b"hello" * 100)))
    answer = ask(server.url)
    assert answer.body == b"hello" * 100
    assert answer.header("content-encoding") == ""


HALVES = packed(b"hello, ") + packed(b"world")


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("gzip", HALVES, b"hello, world"),
        ("GZIP", HALVES + b"\0" * 512, b"hello, world"),
        ("deflate, gzip", packed(zlib.compress(b"hello")), b"hello"),
        ("gzip, identity", packed(b"hello"), b"hello"),
        ("Identity", b"hello", b"hello"),
        ("x-gzip", packed(b""), b""),
    ],
)
def test_all_members_and_all_layers_are_unpacked(serve, ask, encoding, body, text):
    assert ask(serve(lambda _: (200, {"Content-Encoding": encoding}, body)).url).body == text


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", HALVES + b"junk", "4 bytes that are not packed follow what is"),
        ("gzip", HALVES[:-3], "it is not packed as its Content-Encoding says"),
        ("gzip", HALVES[:-3] + b"abc", "it is not packed as its Content-Encoding says"),
        ("gzip", b"plain", "it is not packed as its Content-Encoding says"),
        ("deflate", zlib.compress(b"hello") + b"junk", "4 bytes that are not packed follow what is"),
        ("deflate", zlib.compress(b"hello")[2:-4] + b"junk", "4 bytes that are not packed follow what is"),
        ("gzip", packed(b"") * 10_001, "it has more than 10,000 gzip members"),
        ("gzip, gzip, gzip, gzip", b"", "it is packed 4 times over"),
        ("br", b"hello", "it is packed as 'br', which was not requested"),
        ("zstd", b"hello", "it is packed as 'zstd', which was not requested"),
    ],
)
def test_nothing_of_a_packed_body_is_cut_off_in_silence(serve, ask, encoding, body, said):
    server = serve(lambda _: (200, {"Content-Encoding": encoding}, body))
    with pytest.raises(Unreachable, match=said) as caught:
        ask(server.url)
    assert caught.value.kind == "packed"


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(("garbage", "said"), [(b"", ""), (b"<!-- cached -->", "15 bytes that are not packed follow")])
def test_members_that_come_in_chunks_of_a_few_bytes(speak, ask, garbage, said):
    body = HALVES + garbage
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 7]), body[i : i + 7]) for i in range(0, len(body), 7))
    url = speak(lambda connection: connection.sendall(CHUNKED + chunks + b"0\r\n\r\n"))
    if not said:
        assert ask(url).body == b"hello, world"
        return
    with pytest.raises(Unreachable, match=said):
        ask(url)


def test_many_small_members_do_not_get_past_the_limit(serve, ask):
    server = serve(lambda _: (200, {"Content-Encoding": "gzip"}, packed(b"x" * 50_000) * 3))
    with pytest.raises(Unreachable, match="unpacks to more than 100,000 bytes"):
        ask(server.url, max_body=100_000)
