"""The service as an ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from pytest_golive.demo.accounts import oauth, sessions
from pytest_golive.demo.paths import neighbour, private, public
from pytest_golive.demo.paths.control import CONTROL, control
from pytest_golive.demo.paths.middleware import Everywhere
from pytest_golive.demo.shop import Shop

ROUTES = (
    Route("/", public.index),
    Route("/healthz", public.health),
    Route("/version", public.version),
    Route("/openapi.json", public.description),
    Route("/metrics", public.metrics),
    Route("/products", public.products),
    Route("/catalogue", public.catalogue),
    Route("/availability", neighbour.availability),
    Route("/orders", private.orders),
    Route("/admin", private.admin),
    Route("/token", oauth.token, methods=["POST"]),
    Route("/revoke", oauth.revoke, methods=["POST"]),
    Route("/reports", private.reports),
    Route("/login", sessions.login, methods=["GET", "POST"]),
    Route("/account", sessions.account),
    Route("/logout", sessions.logout, methods=["POST"]),
    Route("/stock", private.stock),
    Route("/search", private.search),
)


def create_app(shop: Shop, *, root_path: str = "", with_control: bool = False) -> Starlette:
    """Create the application.

    Args:
        shop: the state of the service. ``app.state.shop`` is the same, and ``app.state.faults``, a set, may be changed
            at any time.
        root_path: the base path of everything, such as ``/shop``.
        with_control: whether ``/-/faults`` exists.
    """
    routes: list[BaseRoute] = [*ROUTES]
    if with_control:
        routes.append(Route(CONTROL, control, methods=["GET", "PUT"]))
    paths = [route.path for route in routes if isinstance(route, Route)]
    app = Starlette(
        routes=[Mount(root_path, routes=routes)] if root_path else routes,
        middleware=[Middleware(Everywhere, shop=shop, root_path=root_path, paths=paths)],
        exception_handlers={404: _not_found},
    )
    app.router.redirect_slashes = False
    app.state.shop = shop
    app.state.faults = shop.faults
    return app


async def _not_found(_: Request, __: Exception) -> Response:
    return JSONResponse({"error": "nothing is here"}, 404)
