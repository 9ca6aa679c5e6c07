"""HTTP Basic: authenticates users, and OAuth clients, by name and password."""

from __future__ import annotations

import base64
from hmac import compare_digest

from starlette.requests import Request

from pytest_golive.demo.accounts.credentials import ROLES
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.refusing import ANYBODY, Caller, Refused
from pytest_golive.demo.shop import Shop, shop_of

CHALLENGE = 'Basic realm="shop", charset="UTF-8"'


def same(sent: str, right: str) -> bool:
    """Compare secrets in constant time, which does not show how much of them is right."""
    return compare_digest(sent.encode("utf-8", "surrogateescape"), right.encode())


def knows(shop: Shop, user: str, password: str) -> bool:
    """Whether this is the password of a user or the secret of a client."""
    right = shop.credentials.password(user)
    if right is None:
        return False
    return same(password, right) or Fault.WRONG_PASSWORD_ADMITTED in shop.faults


def by_password(request: Request) -> Caller:
    """Authenticate by ``Authorization: Basic``; clients are not users.

    Raises:
        Refused: 401, if there is none or it is wrong.
    """
    shop = shop_of(request)
    header = request.headers.get("authorization")
    if header is None:
        raise _refused("a user and a password are needed")
    sent = basic(header)
    if sent is None:
        if Fault.MALFORMED_ADMITTED in shop.faults:
            return ANYBODY
        raise _refused("these credentials cannot be read")
    user, password = sent
    if user == shop.credentials.client_id or not knows(shop, user, password):
        raise _refused("user or password is wrong")
    return Caller(user, ROLES[user])


def _refused(error: str) -> Refused:
    return Refused(401, error, {"WWW-Authenticate": CHALLENGE})


def basic(header: str) -> tuple[str, str] | None:
    """User and password in the header's value; None if it is not ``Basic``."""
    scheme, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except ValueError:
        return None
    user, colon, password = decoded.partition(":")
    return (user, password) if scheme.lower() == "basic" and colon else None
