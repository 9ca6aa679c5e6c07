"""JSON Web Tokens of the service, valid ones and ones that must be rejected."""

from __future__ import annotations

import secrets
import time
from typing import Any

import jwt

from pytest_golive.demo.accounts.credentials import ADMIN, READER, ROLES, Credentials

ALGORITHM = "HS256"
ISSUER = "https://login.shop.example"
AUDIENCE = "shop"
LIFETIME = 3600
REQUIRED = ("iss", "aud", "sub", "exp", "iat", "jti", "role")
EXTENSION = "shop-unknown"
KINDS = (
    *("valid", "reader", "expired", "revoked", "wrong_audience", "wrong_issuer"),
    *("not_yet_valid", "unknown_crit"),
)


def claims(user: str, role: str) -> dict[str, Any]:
    """The claims of a valid token, which expires after :data:`LIFETIME` seconds."""
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": user,
        "role": role,
        "iat": now,
        "exp": now + LIFETIME,
        "jti": secrets.token_hex(8),
    }


def sign(credentials: Credentials, payload: dict[str, Any], header: dict[str, Any] | None = None) -> str:
    """Sign claims as this service does, perhaps with additions to the *header*."""
    return jwt.encode(payload, credentials.signing_key, algorithm=ALGORITHM, headers=header)


def mint(credentials: Credentials, kind: str) -> str:
    """Create a signed token.

    Args:
        credentials: contain the signing key.
        kind: ``valid`` (the admin's), ``reader`` (the reader's), or a kind with a valid signature that must be
            rejected: ``expired``, ``revoked``, ``wrong_audience``, ``wrong_issuer``, ``not_yet_valid``,
            ``unknown_crit`` (otherwise the admin's).

    Raises:
        ValueError: for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no token {kind!r}; there are {', '.join(KINDS)}")
    user = READER if kind == "reader" else ADMIN
    made = claims(user, ROLES[user])
    changes = {
        "expired": {"iat": made["iat"] - 2 * LIFETIME, "exp": made["exp"] - 2 * LIFETIME},
        "revoked": {"jti": credentials.revoked_jti},
        "wrong_audience": {"aud": "another-service"},
        "wrong_issuer": {"iss": "https://login.elsewhere.example"},
        "not_yet_valid": {"nbf": made["iat"] + LIFETIME, "exp": made["exp"] + LIFETIME},
    }
    critical = {"crit": [EXTENSION], EXTENSION: True}
    return sign(credentials, made | changes.get(kind, {}), critical if kind == "unknown_crit" else None)
