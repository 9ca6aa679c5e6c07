"""The service as an ASGI application."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from pytest_golive.demo import oauth, private, public, sessions
from pytest_golive.demo.control import control
from pytest_golive.demo.credentials import Credentials
from pytest_golive.demo.faults import named
from pytest_golive.demo.limiter import Rate
from pytest_golive.demo.middleware import Everywhere
from pytest_golive.demo.options import NOWHERE
from pytest_golive.demo.shop import Release, Shop

CONTROL = "/-/faults"
ROUTES = (
    Route("/", public.index),
    Route("/healthz", public.health),
    Route("/version", public.version),
    Route("/openapi.json", public.description),
    Route("/metrics", public.metrics),
    Route("/products", public.products),
    Route("/orders", private.orders),
    Route("/admin", private.admin),
    Route("/token", oauth.token, methods=["POST"]),
    Route("/reports", private.reports),
    Route("/login", sessions.login, methods=["GET", "POST"]),
    Route("/account", sessions.account),
    Route("/logout", sessions.logout, methods=["POST"]),
    Route("/stock", private.stock),
    Route("/search", private.search),
)


def create_app(
    credentials: Credentials,
    *,
    release: Release | None = None,
    faults: Iterable[str] = (),
    rate: Rate | None = None,
    root_path: str = "",
    elsewhere: str = NOWHERE,
    session_refusal: int = 302,
    with_control: bool = False,
) -> Starlette:
    """Make the service.

    Args:
        credentials: who is admitted.
        release: what ``/version`` says.
        faults: names of the faults that are on at first. ``app.state.faults``, a set, may be changed at any time.
        rate: what ``/search`` admits to each client; 10 in 2 s if not given.
        root_path: the path that everything is below, such as ``/shop``.
        elsewhere: where the fault ``redirect_elsewhere`` leads.
        session_refusal: how ``/account`` refuses: 302 to the log-in page, or 401.
        with_control: whether ``/-/faults`` is there.

    Raises:
        ValueError: for the name of an unknown fault.
    """
    shop = Shop(
        credentials,
        named(faults),
        release=release or Release(),
        rate=rate or Rate(10, 2.0),
        elsewhere=elsewhere,
        session_refusal=session_refusal,
    )
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
