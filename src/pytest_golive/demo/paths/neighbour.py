"""Asks another service, which has the stock."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo.accounts.keys import HEADER
from pytest_golive.demo.asking import ask
from pytest_golive.demo.shop import shop_of


async def availability(request: Request) -> Response:
    """Whether the products can be had: by the service that has the stock, if there is one, else by what we know."""
    shop = shop_of(request)
    if not shop.stock:
        return JSONResponse({"available": ["Teapot", "Cup"], "by": shop.service})
    url = f"{shop.stock.rstrip('/')}/stock"
    span = shop.tracer.asking("GET") if shop.tracer else None
    headers = {HEADER: shop.credentials.api_key} | (shop.tracer.carried(span) if shop.tracer and span else {})
    status = await asyncio.to_thread(ask, "GET", url, headers)
    if shop.tracer and span:
        shop.tracer.end(span, status, http__request__method="GET", url__full=url)
    if status != HTTPStatus.OK:
        return JSONResponse({"error": "the service that has the stock does not answer"}, HTTPStatus.BAD_GATEWAY)
    return JSONResponse({"available": ["Teapot", "Cup"], "by": "stock"})
