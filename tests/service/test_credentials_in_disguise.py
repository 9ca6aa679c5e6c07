"""Credentials that are compressed, quoted, or sent to another name are blocked."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import random
import zipfile
import zlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening import listening

from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.packing import Sealed, layers
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.guard import keep_home
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
CANARY = "canary-" + "Zx81Qm55"


def test_credentials_do_not_go_to_another_name_behind_the_same_address(serve):
    server = serve()
    MASK.add(CANARY)
    target = Target("t", server.url)
    with Service(target).open() as client:
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": "other.example"})
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": server.url[7:]})
    named = Target("t", server.url, headers={"Host": "Stage.example"})
    with Service(named).open() as client:
        client.get("/", headers={"Authorization": f"Bearer {CANARY}"})
        client.get("/", headers={"Authorization": f"Bearer {CANARY}", "Host": "other.example"})
    assert [CANARY in str(sent) for _, _, sent, _ in server.requests] == [False, True, True, False]


def archive(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inner.txt", text)
    return out.getvalue()


SECRET = f"token={CANARY}".encode()
PACKED = {
    "plain": (SECRET, ""),
    "gzip": (gzip.compress(SECRET), "gzip"),
    "gzip, unsaid": (gzip.compress(SECRET), ""),
    "two members": (gzip.compress(b"x") + gzip.compress(SECRET), "gzip"),
    "zlib": (zlib.compress(SECRET), "deflate"),
    "raw deflate": (zlib.compress(SECRET)[2:-4], "deflate"),
    "twice": (gzip.compress(zlib.compress(SECRET)), "deflate, gzip"),
    "twice, unsaid": (gzip.compress(gzip.compress(SECRET)), "gzip"),
    "bz2": (bz2.compress(SECRET), ""),
    "xz": (lzma.compress(SECRET), ""),
    "zip": (archive(SECRET), ""),
    "in a form": (b"--b\r\n\r\n" + gzip.compress(SECRET) + b"\r\n--b--", ""),
    "UTF-16": (SECRET.decode().encode("utf-16-le"), ""),
    "UTF-32": (SECRET.decode().encode("utf-32"), ""),
}
QUOTED = "".join(f"%{ord(char):02x}" for char in CANARY)
PACKED |= {
    "quoted more than it need be": (QUOTED.encode(), ""),
    "quoted twice": (QUOTED.replace("%", "%25").encode(), ""),
    "quoted in JSON": ("".join(f"\\u{ord(char):04x}" for char in CANARY).encode(), ""),
    "quoted in JSON in part": (f"{CANARY[:3]}\\u{ord(CANARY[3]):04x}{CANARY[4:]}".encode(), ""),
    "quoted in HTML": ("".join(f"&#{ord(char)};" for char in CANARY).encode(), ""),
}
CLOSED = {
    "brotli": (b"\x0b\x02\x80", "br"),
    "zstd": (b"\x28\xb5\x2f\xfd\x00", ""),
    "unknown": (b"x", "x-secret"),
    "not gzip": (b"no gzip at all", "gzip"),
    "broken zip": (b"PK\x03\x04broken", ""),
    "bomb": (gzip.compress(bytes(30_000_000)), "gzip"),
    "too deep": (gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))))), ""),
}


@pytest.mark.parametrize("name", [*PACKED, *CLOSED])
def test_no_credential_leaves_in_a_packed_body(name):
    MASK.add(CANARY)
    body, encoding = (PACKED | CLOSED)[name]
    with listening() as other, Service(Target("t", "http://127.0.0.1:1")).open() as client:
        why = "would have gone along" if name in PACKED else "cannot be looked into"
        with pytest.raises(Unreachable, match=why):
            client.post(f"http://127.0.0.1:{other.port}/", content=body, headers={"Content-Encoding": encoding})
        assert other.heard == (0, b"")


def test_a_body_without_a_credential_leaves():
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(3_000_000)
    MASK.add(CANARY)
    with listening() as other, Service(Target("t", "http://127.0.0.1:1")).open() as client:
        for body in (b"hello", gzip.compress(b"hello"), picture, archive("hello")):
            assert client.post(f"http://127.0.0.1:{other.port}/", content=body).status_code == 200


def test_a_header_whose_name_is_a_credential_is_taken_out():
    MASK.add(CANARY)
    headers = {CANARY: "x", "X-Kind": "plain"}
    keep_home(Target("t", "https://shop.example"), "https://other.example/", headers, b"")
    assert headers == {"X-Kind": "plain"}


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip", ","]))
def test_any_body_is_looked_into_or_called_sealed(body, encoding):
    with contextlib.suppress(Sealed):
        assert next(iter(layers(body, encoding))) == body
        list(layers(body, encoding))


@pytest.mark.parametrize("host", ["bücher.example", "BÜCHER.example.", "xn--bcher-kva.example"])
def test_an_international_target_keeps_its_own_credentials(host):
    own = Target("own", "https://bücher.example/base")
    sent = httpx.Headers({"Authorization": "Bearer abcdefghijkl"})
    keep_home(own, f"https://{host}/x", sent, b"")
    assert "authorization" in sent
    keep_home(own, "https://bucher.example/x", sent, b"")
    assert "authorization" not in sent


@pytest.mark.parametrize("url", [f"https://{CANARY}.other.example/", f"https://other.example/?k={QUOTED}"])
def test_no_credential_leaves_in_a_name_or_in_a_quoted_url(url):
    MASK.add(CANARY)
    with pytest.raises(Unreachable, match="would have gone along"):
        keep_home(Target("t", "https://shop.example"), url, {}, b"")
