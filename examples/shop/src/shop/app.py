"""The HTTP routes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop import __version__, auth, catalogue, metrics, orders
from shop.limits import Limit
from shop.store import Store


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def create_app(store: Store | None = None, limit: Limit | None = None) -> Starlette:
    """The service, on *store* or on an empty one in memory; log-ins are limited by *limit*."""
    routes = [
        Route("/healthz", healthz),
        Route("/version", version),
        Route("/metrics", metrics.read),
        Route("/products", products),
        Route("/login", login, methods=["POST"]),
        Route("/logout", logout, methods=["POST"]),
        Route("/orders", read_orders, methods=["GET"]),
        Route("/orders", place_order, methods=["POST"]),
        Route("/orders/{number:int}", read_order),
    ]
    counts = metrics.Metrics(routes)
    counted = Middleware(metrics.Counted, metrics=counts, routes=routes)
    app = Starlette(middleware=[counted, Middleware(Hardened)], routes=routes)
    app.state.metrics = counts
    app.state.store = store or Store()
    app.state.limit = limit or Limit()
    return app


class Hardened:
    """Adds to each answer what keeps browsers from misusing it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and complete the head of its answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        await self._app(scope, receive, complete)


async def healthz(request: Request) -> JSONResponse:
    """Whether the database answers."""
    request.app.state.store.one("SELECT 1")
    return JSONResponse({"status": "ok"})


async def version(_: Request) -> JSONResponse:
    """Which release this is."""
    return JSONResponse({"version": __version__})


async def products(_: Request) -> JSONResponse:
    """The catalogue."""
    return JSONResponse([asdict(product) for product in catalogue.PRODUCTS.values()])


async def login(request: Request) -> JSONResponse:
    """A session token for name and password."""
    wait = request.app.state.limit.wait(request.client.host if request.client else "")
    if wait:
        return JSONResponse({"error": "too many tries"}, status_code=429, headers={"Retry-After": str(wait)})
    body = await _body(request)
    token = auth.log_in(request.app.state.store, str(body.get("name", "")), str(body.get("password", "")))
    return JSONResponse({"token": token}) if token else _refused(401, "wrong name or password")


async def logout(request: Request) -> JSONResponse:
    """End the session."""
    auth.log_out(request.app.state.store, _token(request))
    return JSONResponse({}, status_code=200)


async def place_order(request: Request) -> JSONResponse:
    """Order something."""
    name = auth.who(request.app.state.store, _token(request))
    if name is None:
        return _refused(401, "log in first")
    body = await _body(request)
    count = body.get("count")
    if not isinstance(count, int) or isinstance(count, bool):
        return _refused(422, "count must be a whole number")
    try:
        order = orders.place(request.app.state.store, name, str(body.get("product", "")), count)
    except orders.Refused as error:
        return _refused(422, str(error))
    return JSONResponse(asdict(order), status_code=201)


async def read_orders(request: Request) -> JSONResponse:
    """List one's own orders."""
    name = auth.who(request.app.state.store, _token(request))
    if name is None:
        return _refused(401, "log in first")
    return JSONResponse([asdict(order) for order in orders.of(request.app.state.store, name)])


async def read_order(request: Request) -> JSONResponse:
    """Read one's own order."""
    name = auth.who(request.app.state.store, _token(request))
    if name is None:
        return _refused(401, "log in first")
    order = orders.read(request.app.state.store, name, request.path_params["number"])
    return JSONResponse(asdict(order)) if order else _refused(404, "no such order")


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _refused(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status_code=status)
