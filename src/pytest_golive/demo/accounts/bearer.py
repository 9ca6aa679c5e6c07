"""Bearer tokens: authenticates requests by JSON Web Token."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from typing import Any

import jwt
from starlette.requests import Request

from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.refusing import ANYBODY, Caller, Refused
from pytest_golive.demo.shop import shop_of

CHALLENGE = 'Bearer realm="shop"'


class Unreadable(Exception):
    """Not a JSON Web Token at all."""


def by_token(request: Request) -> Caller:
    """Authenticate by the token in ``Authorization``.

    Raises:
        Refused: 401, if there is none or it is not valid.
    """
    shop = shop_of(request)
    header = request.headers.get("authorization")
    if header is None:
        raise Refused(401, "a bearer token is needed", {"WWW-Authenticate": CHALLENGE})
    try:
        payload = read(_token(header), shop.credentials, shop.faults)
    except Unreadable:
        if Fault.MALFORMED_ADMITTED in shop.faults:
            return ANYBODY
        raise _invalid() from None
    except (jwt.InvalidTokenError, OverflowError):
        raise _invalid() from None
    if payload["jti"] == shop.credentials.revoked_jti and Fault.REVOKED_ADMITTED not in shop.faults:
        raise _invalid()
    if payload["jti"] in shop.revoked:
        raise _invalid()
    return Caller(str(payload["sub"]), str(payload["role"]))


def _invalid() -> Refused:
    return Refused(401, "the token is not valid", {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})


def _token(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unreadable
    return token.strip()


def read(token: str, credentials: Credentials, faults: Collection[str]) -> dict[str, Any]:
    """The claims of a token, after all checks that no active fault disables.

    Raises:
        Unreadable: it is not a token.
        jwt.InvalidTokenError: it must not be trusted.
    """
    header = _header(token)
    unsigned = Fault.JWT_NONE_ADMITTED in faults and str(header.get("alg")).lower() == "none"
    if header.get("alg") != tokens.ALGORITHM and not unsigned:
        raise jwt.InvalidAlgorithmError("another algorithm than ours")
    if Fault.JWT_CRIT_IGNORED in faults and "crit" in header:
        token = _without_crit(token, credentials)
    payload: dict[str, Any] = jwt.decode(
        token,
        credentials.signing_key,
        algorithms=[tokens.ALGORITHM],
        audience=tokens.AUDIENCE,
        issuer=tokens.ISSUER,
        options={
            "require": list(tokens.REQUIRED),
            "verify_signature": not unsigned and Fault.JWT_SIGNATURE_UNCHECKED not in faults,
            "verify_exp": Fault.EXPIRED_ADMITTED not in faults,
            "verify_aud": Fault.JWT_AUDIENCE_UNCHECKED not in faults,
            "verify_iss": Fault.JWT_ISSUER_UNCHECKED not in faults,
            # Off by default if the signature is not verified.
            "verify_nbf": Fault.JWT_NOT_BEFORE_IGNORED not in faults,
            "verify_iat": True,
            "verify_sub": True,
            "verify_jti": True,
        },
    )
    return payload


def _header(token: str) -> dict[str, Any]:
    """The header of something in the form of a token; its payload must be decodable, too."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        raise Unreadable
    header, _ = (_object(part) for part in parts[:2])
    _bytes(parts[2])
    return header


def _object(part: str) -> dict[str, Any]:
    try:
        read = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(read, dict):
        raise Unreadable
    return read


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Unreadable from None


def _without_crit(token: str, credentials: Credentials) -> str:
    """The same token without critical headers, if its signature is valid."""
    signed, _, signature = token.rpartition(".")
    algorithm = jwt.get_algorithm_by_name(tokens.ALGORITHM)
    key = algorithm.prepare_key(credentials.signing_key)
    if not algorithm.verify(signed.encode(), key, _bytes(signature)):
        raise jwt.InvalidSignatureError("the signature is not right")
    return tokens.sign(credentials, _object(signed.partition(".")[2]))
