"""API keys: authenticates clients by ``X-API-Key``."""

from __future__ import annotations

from starlette.requests import Request

from pytest_golive.demo.accounts.passwords import same
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.refusing import Caller, Refused
from pytest_golive.demo.shop import Shop, shop_of

HEADER = "X-API-Key"
# A shorter part of a key is never accepted.
SHORTEST = 8


def by_key(request: Request) -> Caller:
    """Authenticate a client.

    Raises:
        Refused: 401, if there is no key or it is not accepted.
    """
    shop = shop_of(request)
    client = client_of(shop, request)
    if client is None:
        raise Refused(401, f"a valid {HEADER} is needed")
    return Caller(client, "client")


def client_of(shop: Shop, request: Request) -> str | None:
    """The client whose key is in the request; None without an accepted key."""
    sent_keys = [request.headers.get(HEADER, "")]
    if Fault.KEY_IN_QUERY_ADMITTED in shop.faults:
        sent_keys += request.query_params.values()
    return next((client for key in sent_keys if (client := _client(shop, key)) is not None), None)


def _client(shop: Shop, sent_key: str) -> str | None:
    accepted = shop.credentials.valid_keys()
    if Fault.REVOKED_KEY_ADMITTED in shop.faults:
        accepted[shop.credentials.revoked_api_key] = "revoked"
    if Fault.OTHER_KEY_ADMITTED in shop.faults:
        accepted[shop.credentials.other_api_key] = "other"
    for key, client in accepted.items():
        if same(sent_key, key):
            return client
        truncated = Fault.TRUNCATED_KEY_ADMITTED in shop.faults and len(sent_key) >= SHORTEST
        if truncated and key.startswith(sent_key):
            return client
    return None
