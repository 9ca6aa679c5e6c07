"""Public paths."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths import misbehaving, openapi
from pytest_golive.demo.shop import Release, shop_of

OLDER = Release("0.0.1", "0" * 40, "demo-older")
PRODUCTS = [
    {"id": 1, "name": "Teapot", "price": "24.00"},
    {"id": 2, "name": "Cup", "price": "7.50"},
    {"id": 3, "name": "Saucer", "price": "4.20"},
]
THIRD, FIFTH = 3, 5


async def index(request: Request) -> Response:
    """The start page."""
    root = request.scope.get("root_path", "")
    links = "".join(f'<li><a href="{root}{path}">{path}</a></li>' for path in ("/products", "/login", "/openapi.json"))
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title></head>'
        f"<body><h1>Shop</h1><p>A small shop, for trying deployment gates.</p><ul>{links}</ul></body></html>"
    )


async def health(request: Request) -> Response:
    """The health check."""
    shop = shop_of(request)
    if away := misbehaving.of_health(request):
        return away
    flaps = Fault.FLAPPING in shop.faults and shop.count("health") % THIRD == 0
    if flaps or Fault.UNHEALTHY in shop.faults:
        return JSONResponse({"status": "unhealthy", "database": "unreachable"}, 503)
    if Fault.ILL_COMPONENT in shop.faults:
        return JSONResponse({"status": "ok", "database": {"status": "down"}})
    return JSONResponse({"status": "ok", "database": "ok"})


async def version(request: Request) -> Response:
    """The release, and the responding instance."""
    shop = shop_of(request)
    if Fault.VERSION_ELSEWHERE in shop.faults:
        return RedirectResponse(shop.elsewhere, 302)
    mixed = Fault.MIXED_VERSIONS in shop.faults and shop.count("version") % 2 == 0
    mixed |= Fault.OLD_INSTANCE in shop.faults and shop.requests % 2 == 0
    release = shop.release
    if Fault.OLD_VERSION in shop.faults:
        release = Release(OLDER.version, OLDER.commit, release.instance)
    elif mixed:
        release = OLDER
    commit = f"{release.commit}-dirty" if Fault.DIRTY_BUILD in shop.faults else release.commit
    return JSONResponse({"version": release.version, "commit": commit, "instance": release.instance})


async def products(request: Request) -> Response:
    """The products."""
    shop = shop_of(request)
    if Fault.SLOW in shop.faults:
        await asyncio.sleep(shop.slow_seconds)
    if Fault.ERRORS in shop.faults and shop.count("products") % FIFTH == 0:
        return misbehaving.failing(request)
    return misbehaving.answer(request) or JSONResponse({"products": PRODUCTS, "count": len(PRODUCTS)})


async def catalogue(request: Request) -> Response:
    """The former path of /products."""
    root = request.scope.get("root_path", "")
    return misbehaving.of_catalogue(request) or RedirectResponse(f"{root}/products", 301)


async def metrics(request: Request) -> Response:
    """Metrics for Prometheus."""
    shop = shop_of(request)
    is_absent = Fault.METRICS_FLAPPING in shop.faults and shop.count("scrapes") % 2 == 0
    if is_absent or Fault.METRICS_FAILING in shop.faults:
        return JSONResponse({"error": "the exporter has no memory left"}, 500)
    return Response(shop.metrics.text(shop.faults), headers={"Content-Type": shop.metrics.content_type})


async def description(request: Request) -> Response:
    """The OpenAPI document of the service."""
    shop = shop_of(request)
    return JSONResponse(openapi.describe(shop.release.version, request.scope.get("root_path", "")))
