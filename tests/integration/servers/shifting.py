"""A proxy in front of Prometheus, by which its clock is off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from time import time
from typing import Any
from urllib.parse import parse_qsl

import httpx
from serving import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MOMENTS = frozenset({"time", "start", "end"})


@contextmanager
def shifting(url: str, ahead: float) -> Iterator[str]:
    """The address at which the server is so many seconds ahead, by all that it says and understands."""

    async def answer(request: Request) -> Response:
        sent = [*request.query_params.multi_items(), *parse_qsl((await request.body()).decode())]
        params = [(name, str(float(value) - ahead) if name in MOMENTS else value) for name, value in sent]
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            got = await client.request("GET", f"{url}{request.url.path}", params=params)
        is_time = dict(params).get("query") == "time()"
        body = json.dumps(_shifted(got.json(), ahead, is_time=is_time)) if "json" in got.headers["content-type"] else ""
        headers = {"Date": formatdate(time() + ahead, usegmt=True), "Content-Type": got.headers["content-type"]}
        return Response(body or got.content, got.status_code, headers)

    with served(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])) as address:
        yield address


def _shifted(found: Any, ahead: float, *, is_time: bool) -> Any:
    if isinstance(found, dict):
        return {name: _shifted(one, ahead, is_time=is_time) for name, one in found.items()}
    if not isinstance(found, list):
        return found
    if len(found) == 2 and isinstance(found[0], int | float) and isinstance(found[1], str):
        value = str(float(found[1]) + ahead) if is_time else found[1]
        return [found[0] + ahead, value]
    return [_shifted(one, ahead, is_time=is_time) for one in found]
