"""The HTTP routes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shop import __version__, auth, catalogue, orders
from shop.store import Store


def create_app(store: Store | None = None) -> Starlette:
    """The service, on *store* or on an empty one in memory."""
    app = Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/version", version),
            Route("/products", products),
            Route("/login", login, methods=["POST"]),
            Route("/logout", logout, methods=["POST"]),
            Route("/orders", place_order, methods=["POST"]),
            Route("/orders/{number:int}", read_order),
        ]
    )
    app.state.store = store or Store()
    return app


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
