"""Reads forms in requests."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LONGEST = 65_536


async def body_of(request: Request) -> bytes:
    """The body of a request, with limited length.

    Raises:
        HTTPException: 413, if it is too long.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise HTTPException(413, "the body is too long")
    return body


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form (``application/x-www-form-urlencoded``); of several with one name, the last."""
    body = await body_of(request)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
