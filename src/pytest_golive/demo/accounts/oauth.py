"""OAuth 2 client credentials (RFC 6749, 4.4), and revocation of tokens (RFC 7009)."""

from __future__ import annotations

import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.bearer import Unreadable, read
from pytest_golive.demo.accounts.credentials import CLIENT_ROLE
from pytest_golive.demo.accounts.forms import form_of
from pytest_golive.demo.accounts.passwords import CHALLENGE, basic, knows
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.shop import Shop, shop_of

UNCACHED = {"Cache-Control": "no-store"}


async def token(request: Request) -> Response:
    """Issue a token. The client authenticates by Basic, or by fields of the form."""
    shop = shop_of(request)
    fields = await form_of(request)
    client = _client(shop, request, fields)
    if client is None:
        return _unknown_client()
    if fields.get("grant_type") != "client_credentials":
        return JSONResponse({"error": "unsupported_grant_type"}, 400, UNCACHED)
    made = tokens.sign(shop.credentials, tokens.claims(client, CLIENT_ROLE))
    return JSONResponse({"access_token": made, "token_type": "Bearer", "expires_in": tokens.LIFETIME}, 200, UNCACHED)


async def revoke(request: Request) -> Response:
    """Revoke a token of the client (RFC 7009); a token that is already invalid needs nothing."""
    shop = shop_of(request)
    fields = await form_of(request)
    client = _client(shop, request, fields)
    if client is None:
        return _unknown_client()
    try:
        payload = read(fields.get("token", ""), shop.credentials, ())
    except (Unreadable, jwt.InvalidTokenError, OverflowError):
        return Response(status_code=200, headers=UNCACHED)
    if payload["sub"] == client and Fault.REVOCATION_INEFFECTIVE not in shop.faults:
        shop.revoked.add(str(payload["jti"]))
    return Response(status_code=200, headers=UNCACHED)


def _client(shop: Shop, request: Request, fields: dict[str, str]) -> str | None:
    """The authenticated client; None if it is unknown, or its secret is wrong."""
    header = request.headers.get("authorization")
    sent = basic(header) if header is not None else (fields.get("client_id", ""), fields.get("client_secret", ""))
    client, secret = sent or ("", "")
    return client if client == shop.credentials.client_id and knows(shop, client, secret) else None


def _unknown_client() -> Response:
    return JSONResponse({"error": "invalid_client"}, 401, UNCACHED | {"WWW-Authenticate": CHALLENGE})
