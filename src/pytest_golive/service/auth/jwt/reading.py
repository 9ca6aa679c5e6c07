"""JSON Web Tokens, decoded and encoded; nothing here verifies or trusts one."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.errors import CannotMeasure

PARTS = 3
INSTALL = "pip install 'pytest-golive[jwt]'"


@dataclass(frozen=True, slots=True)
class Jwt:
    """A token in compact form (RFC 7519).

    Attributes:
        header: its JOSE header.
        claims: its claims.
        signed: the text that is signed.
        signature: the encoded signature.
    """

    header: Mapping[str, Any] = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    signed: str = field(repr=False)
    signature: str = field(repr=False)

    @property
    def algorithm(self) -> str:
        """The algorithm that its header names."""
        return str(self.header.get("alg", ""))

    @property
    def is_shared(self) -> bool:
        """Whether one shared secret signs and verifies it."""
        return self.algorithm.startswith("HS")


def read_jwt(token: str) -> Jwt | None:
    """The decoded token; None if it is not a JSON Web Token."""
    parts = token.split(".")
    if len(parts) != PARTS:
        return None
    try:
        header, claims = (json.loads(unpacked(part)) for part in parts[:2])
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict) or "alg" not in header:
        return None
    return Jwt(header, claims, f"{parts[0]}.{parts[1]}", parts[2])


def packed(data: bytes) -> str:
    """Base64 for URLs, without padding (RFC 7515)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """The bytes that `packed` encoded.

    Raises:
        ValueError: it is not such a text.
    """
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64") from None


def unsigned(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """The part of a token that is signed."""
    return ".".join(packed(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))


def need_cryptography(why: str) -> None:
    """Make sure that keys can be created, read and used.

    Raises:
        CannotMeasure: the extra is not installed.
    """
    try:
        import cryptography  # noqa: F401
        import jwt
    except ImportError:
        raise CannotMeasure(f"{why} needs PyJWT and cryptography, which are not installed", INSTALL) from None
    if not hasattr(jwt, "PyJWK"):
        raise CannotMeasure(f"{why} needs PyJWT 2.12 or later, and another jwt is installed", INSTALL)
