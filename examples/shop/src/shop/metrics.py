"""What the process tells of itself at /metrics: requests, how long they took, and what it uses itself."""

from __future__ import annotations

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)  # seconds; the limits of go-live and alert are among them


class Metrics:
    """Those of one application with *routes*."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        labels = ("path", "status")
        self.requests = Counter("http_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "http_request_duration_seconds", "Until they were", labels, buckets=BUCKETS, registry=self.registry
        )
        for route in routes:
            self.requests.labels(route.path, 200)  # counts from 0, so that the first request is seen as a rise


class Counted:
    """Counts each request, under the pattern of its path: what strangers make up is one path more, not thousands."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: Sequence[Route]) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and count how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()  # 500 is the answer to what raises

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            path = next((route.path for route in self._routes if route.matches(scope)[0] is not Match.NONE), "other")
            self._metrics.requests.labels(path, status).inc()
            self._metrics.seconds.labels(path, status).observe(time.perf_counter() - began)


async def read(request: Request) -> Response:
    """All metrics, as Prometheus reads them."""
    registry: CollectorRegistry = request.app.state.metrics.registry
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")
