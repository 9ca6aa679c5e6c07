"""What applies to every request: security headers, and counting."""

from __future__ import annotations

import time
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.control import CONTROL
from pytest_golive.demo.shop import Shop

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}


class Everywhere:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, *, shop: Shop, root_path: str, paths: Iterable[str]) -> None:
        self._app = app
        self._shop = shop
        self._routes = {root_path + path: path for path in paths}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and add headers to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._shop.requests += 1
        method = scope["method"] if scope["method"] in METHODS else "other"
        # Paths that clients make up must not become label values.
        route = self._routes.get(scope["path"], "other")
        tracer = None if route == CONTROL else self._shop.tracer  # the switch is no part of the service
        span = tracer.answering(method, route, Headers(scope=scope).get("traceparent", "")) if tracer else None
        start, status = time.perf_counter(), 0

        async def add(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(self._headers(scope))
            await send(message)

        try:
            await self._app(scope, receive, add)
        finally:
            if Fault.COUNTERS_STUCK not in self._shop.faults:
                seconds = time.perf_counter() - start
                self._shop.metrics.observe(method=method, route=route, status=status or 500, seconds=seconds)
            if tracer and span:
                tracer.end(span, status or 500, http__request__method=method, http__route=route)

    def _headers(self, scope: Scope) -> dict[str, str]:
        faults = self._shop.faults
        added: dict[str, str] = {}
        if Fault.MISSING_HEADERS not in faults:
            added |= SECURITY | (HSTS if scope["scheme"] == "https" else {})
        if Fault.LEAKING_HEADER in faults:
            sent = Headers(scope=scope)
            added["X-Debug"] = f"{sent.get('authorization', '')} {sent.get('cookie', '')}".strip()
        return added
