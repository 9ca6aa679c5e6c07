"""Responses that no client should have to handle."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.shop import shop_of

CHUNK = b"x" * 65_536
BOMB_MB = 256


def elsewhere(request: Request) -> Response | None:
    """A redirect to another origin, if this fault is active."""
    shop = shop_of(request)
    return RedirectResponse(shop.elsewhere, 302) if Fault.REDIRECT_ELSEWHERE in shop.faults else None


def of_health(request: Request) -> Response | None:
    """Where the health check redirects, if it does."""
    shop = shop_of(request)
    if Fault.HEALTH_ELSEWHERE in shop.faults:
        return RedirectResponse(shop.elsewhere, 302)
    if Fault.HEALTH_SENDS_ON in shop.faults:
        return HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0; url={shop.elsewhere}"><p>ok</p>')
    if Fault.HEALTH_WANDERS in shop.faults:
        return RedirectResponse(f"{request.url.path}?n={shop.count('wandering')}", 302)
    return None


def of_catalogue(request: Request) -> Response | None:
    """Where the old path of the products redirects, if not to the products."""
    faults = shop_of(request).faults
    if Fault.REDIRECT_NOWHERE in faults:
        return RedirectResponse("mailto:shop@shop.example", 301)
    if Fault.REDIRECT_DOWNGRADED in faults:
        return RedirectResponse(str(request.url_for("products").replace(scheme="http")), 301)
    return None


def answer(request: Request) -> Response | None:
    """The response of the first active fault that has one; None if there is none."""
    faults = shop_of(request).faults
    return next((make(request) for fault, make in ANSWERS.items() if fault in faults), elsewhere(request))


def failing(_: Request) -> Response:
    """A fault of the server."""
    return JSONResponse({"error": "the database is on fire"}, 500)


def _garbage(_: Request) -> Response:
    return Response(b'{"products": [\x00\xff\xfe', media_type="application/json")


def _loop(request: Request) -> Response:
    return RedirectResponse(request.url.path, 302)


def _endless(_: Request) -> Response:
    return StreamingResponse(_repeat(CHUNK, 0.001), media_type="application/json")


def _dripping(_: Request) -> Response:
    return StreamingResponse(_repeat(b" ", 0.1), media_type="application/json")


async def _repeat(chunk: bytes, seconds: float) -> AsyncIterator[bytes]:
    """Repeat until the client disconnects; then the response is cancelled."""
    while True:
        yield chunk
        await asyncio.sleep(seconds)


def _bomb(_: Request) -> Response:
    return Response(_packed_zeros(), headers={"Content-Encoding": "gzip"}, media_type="application/json")


@cache
def _packed_zeros() -> bytes:
    """One valid gzip member of zeros. After a full flush the same compressed megabyte can be appended repeatedly."""
    megabyte = bytes(1_000_000)
    pack = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = pack.compress(megabyte) + pack.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(BOMB_MB):
        check = zlib.crc32(megabyte, check)
    size = BOMB_MB * len(megabyte)
    end = zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return head + packed * BOMB_MB + end + check.to_bytes(4, "little") + size.to_bytes(4, "little")


class _Silence(Response):
    """Sends nothing until the client disconnects."""

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


def _hang(_: Request) -> Response:
    return _Silence()


ANSWERS: dict[Fault, Callable[[Request], Response]] = {
    Fault.FAILING: failing,
    Fault.HANG: _hang,
    Fault.GARBAGE_BODY: _garbage,
    Fault.ENDLESS_BODY: _endless,
    Fault.DRIPPING_BODY: _dripping,
    Fault.REDIRECT_LOOP: _loop,
    Fault.BOMB: _bomb,
}
