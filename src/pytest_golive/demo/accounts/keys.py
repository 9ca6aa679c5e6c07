"""API keys: which client is asking, by ``X-API-Key``."""

from __future__ import annotations

from starlette.requests import Request

from pytest_golive.demo.accounts.passwords import same
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.refusing import Caller, Refused
from pytest_golive.demo.shop import Shop, shop_of

HEADER = "X-API-Key"
# A shorter piece of a key is nobody's.
SHORTEST = 8


def by_key(request: Request) -> Caller:
    """Tell which client is asking.

    Raises:
        Refused: 401, if there is no key or it is not accepted.
    """
    shop = shop_of(request)
    client = client_of(shop, request)
    if client is None:
        raise Refused(401, f"a valid {HEADER} is needed")
    return Caller(client, "client")


def client_of(shop: Shop, request: Request) -> str | None:
    """Whose key the request carries; None without a key that is accepted."""
    given = [request.headers.get(HEADER, "")]
    if Fault.KEY_IN_QUERY_ADMITTED in shop.faults:
        given += request.query_params.values()
    return next((client for key in given if (client := _client(shop, key)) is not None), None)


def _client(shop: Shop, given: str) -> str | None:
    accepted = shop.credentials.valid_keys()
    if Fault.REVOKED_KEY_ADMITTED in shop.faults:
        accepted[shop.credentials.revoked_api_key] = "revoked"
    if Fault.OTHER_KEY_ADMITTED in shop.faults:
        accepted[shop.credentials.other_api_key] = "other"
    for key, client in accepted.items():
        if same(given, key):
            return client
        truncated = Fault.TRUNCATED_KEY_ADMITTED in shop.faults and len(given) >= SHORTEST
        if truncated and key.startswith(given):
            return client
    return None
