"""Paths for authenticated users and clients."""

from __future__ import annotations

import math
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo.accounts.bearer import by_token
from pytest_golive.demo.accounts.keys import by_key, client_of
from pytest_golive.demo.accounts.passwords import by_password
from pytest_golive.demo.accounts.sessions import user_of
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths import misbehaving
from pytest_golive.demo.paths.limiter import Decision, Rate
from pytest_golive.demo.paths.refusing import Caller, Refused, protected
from pytest_golive.demo.shop import Shop, shop_of

NOTICE = {"notice": "confidential"}


@protected(by_token)
async def orders(request: Request, caller: Caller) -> Response:
    """The orders, for every user."""
    away = misbehaving.elsewhere(request)
    found = [{"id": 17, "product": "Teapot", "quantity": 1}]
    return away or JSONResponse({"orders": found, "count": len(found), "user": caller.name} | NOTICE)


@protected(by_token, role="admin")
async def admin(_: Request, caller: Caller) -> Response:
    """Data that only the admin may see."""
    return JSONResponse({"customers": [{"id": 5, "name": "Ada"}], "user": caller.name} | NOTICE)


@protected(by_password)
async def reports(_: Request, caller: Caller) -> Response:
    """The figures, for every user."""
    return JSONResponse({"report": {"turnover": "31.50"}, "user": caller.name})


@protected(by_key, open_by=Fault.KEY_NOT_ENFORCED, leaking_by=Fault.KEY_REFUSED_WITH_DATA)
async def stock(request: Request, caller: Caller) -> Response:
    """The stock, for every client with a key."""
    away = misbehaving.elsewhere(request)
    return away or JSONResponse({"stock": {"Teapot": 12, "Cup": 80}, "client": caller.name})


async def search(request: Request) -> Response:
    """Search for products, with a rate limit for each client."""
    shop = shop_of(request)
    query = request.query_params.get("q", "")
    found = JSONResponse({"query": query[:100], "found": ["Teapot", "Cup"]})
    if Fault.LIMITER_OFF in shop.faults:
        return found
    decision = shop.limiter.take(_counted_as(shop, request), _true_rate(shop))
    fields = _fields(shop.rate, decision)
    if decision.accepted:
        found.headers.update(fields)
        return found
    fields["Retry-After"] = fields["RateLimit-Reset"]
    if Fault.LIMITER_EPOCH in shop.faults:
        fields["Retry-After"] = str(int(time.time()) + int(fields["Retry-After"]))
    return Refused(429, "too many requests", fields).answer()


def _counted_as(shop: Shop, request: Request) -> str:
    """The client of the key if there is one, else the user, else the address."""
    if Fault.LIMITER_GLOBAL in shop.faults:
        return "everybody"
    if (client := client_of(shop, request)) is not None:
        return f"key {client}"
    if (user := user_of(shop, request)) is not None:
        return f"user {user}"
    try:
        return f"user {by_token(request).name}"
    except Refused:
        return f"address {request.client.host if request.client else ''}"


def _true_rate(shop: Shop) -> Rate:
    """The real limit, which faults make different from the declared one."""
    doubled = shop.rate.requests * (2 if Fault.LIMITER_LATE in shop.faults else 1)
    # Longer than twice the declared window, even if that is rounded up to a second.
    seconds = shop.rate.seconds * 3 + 3 if Fault.LIMITER_LIES in shop.faults else shop.rate.seconds
    return Rate(doubled, seconds)


def _fields(rate: Rate, decision: Decision) -> dict[str, str]:
    """The RateLimit fields in the form that most services send (draft-ietf-httpapi-ratelimit-headers-06)."""
    left = max(rate.seconds - decision.since, 0)
    return {
        "RateLimit-Limit": str(rate.requests),
        "RateLimit-Remaining": str(max(rate.requests - decision.used, 0)),
        "RateLimit-Reset": str(max(math.ceil(left), 1)),
        "RateLimit-Policy": f"{rate.requests};w={max(math.ceil(rate.seconds), 1)}",
    }
