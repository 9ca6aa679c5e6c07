"""Switches faults while the service runs, for its own tests; only if requested."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo import faults
from pytest_golive.demo.accounts.forms import body_of
from pytest_golive.demo.accounts.passwords import same
from pytest_golive.demo.options import loopback_url
from pytest_golive.demo.paths.refusing import Refused
from pytest_golive.demo.shop import Shop, shop_of

CONTROL = "/-/faults"


async def control(request: Request) -> Response:
    """``GET`` lists the active faults; ``PUT {"faults": [...], "elsewhere": URL}`` activates these, and no others."""
    shop = shop_of(request)
    if not _may(request, shop):
        return Refused(403, "needs the control token, from this machine").answer()
    if request.method == "PUT":
        try:
            _change(shop, json.loads(await body_of(request)))
        except ValueError as error:
            return Refused(422, str(error)).answer()
    return JSONResponse({"faults": sorted(shop.faults), "elsewhere": shop.elsewhere})


def _may(request: Request, shop: Shop) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return _is_here(request) and scheme.lower() == "bearer" and same(token, shop.credentials.control_token)


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _change(shop: Shop, requested: Any) -> None:
    if not isinstance(requested, dict) or not set(requested) <= {"faults", "elsewhere"}:
        raise ValueError("expects an object with 'faults', a list of names, and perhaps 'elsewhere'")
    names = requested.get("faults", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("'faults' must be a list of names")
    new = faults.named(names)
    shop.elsewhere = loopback_url(str(requested.get("elsewhere", shop.elsewhere)))
    shop.faults.clear()
    shop.faults |= new
    shop.afresh()
