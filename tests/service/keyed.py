"""A service that requires an API key, and what is found about it."""

from __future__ import annotations

from serving import served
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pytest_golive.service.auth.api_keys import Keys, try_keys
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

KEY = "live_" + "a1B2c3D4" * 4
DATA = {"stock": [1, 2], "at": "10:00"}


def service_that(accepts, rejection, path="/stock"):
    """Serves *path*: *accepts* says whether a request may see the data, *rejection* responds to all others."""

    async def answer(request):
        return JSONResponse(DATA) if accepts(request) else rejection(request)

    routes = [
        Route(path, answer),
        Route("/login", lambda _: Response("<form>")),
        Route("/moved", lambda _: RedirectResponse("/moved/")),
        Route("/moved/", answer),
        Route("/round", lambda _: RedirectResponse("/round")),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return served(app)


def header_is_right(request):
    return request.headers.get("x-api-key") == KEY


def found(url, path="/stock", **more):
    keys = Keys((path,), KEY, **more)
    return {a.name.partition(",")[0]: a.found for a in try_keys(Service(Target("t", url)), keys)}


ALL_WELL = {
    "valid key": "accepted",
    "no key": "rejected",
    "wrong key": "rejected",
    "truncated key": "rejected",
    "valid key in the query": "rejected",
}
