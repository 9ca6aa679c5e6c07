"""OAuth 2 client credentials (RFC 6749, 4.4): a token for a client that knows its secret."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo import tokens
from pytest_golive.demo.credentials import CLIENT_ROLE
from pytest_golive.demo.forms import form_of
from pytest_golive.demo.passwords import CHALLENGE, basic, knows
from pytest_golive.demo.shop import shop_of

UNCACHED = {"Cache-Control": "no-store"}


async def token(request: Request) -> Response:
    """Give out a token. The client proves who it is by Basic, or by fields of the form."""
    shop = shop_of(request)
    fields = await form_of(request)
    header = request.headers.get("authorization")
    given = basic(header) if header is not None else (fields.get("client_id", ""), fields.get("client_secret", ""))
    client, secret = given or ("", "")
    if client != shop.credentials.client_id or not knows(shop, client, secret):
        return JSONResponse({"error": "invalid_client"}, 401, UNCACHED | {"WWW-Authenticate": CHALLENGE})
    if fields.get("grant_type") != "client_credentials":
        return JSONResponse({"error": "unsupported_grant_type"}, 400, UNCACHED)
    made = tokens.sign(shop.credentials, tokens.claims(client, CLIENT_ROLE))
    return JSONResponse({"access_token": made, "token_type": "Bearer", "expires_in": tokens.LIFETIME}, 200, UNCACHED)
