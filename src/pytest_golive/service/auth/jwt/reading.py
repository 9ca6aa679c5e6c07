"""JSON Web Tokens, taken apart and put together; nothing here believes one."""

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
        claims: what it says.
        signed: the part that is signed.
        signature: as it is spelled.
    """

    header: Mapping[str, Any] = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    signed: str = field(repr=False)
    signature: str = field(repr=False)

    @property
    def algorithm(self) -> str:
        """What it says that it is signed with."""
        return str(self.header.get("alg", ""))

    @property
    def is_shared(self) -> bool:
        """Whether one shared secret signs and verifies it."""
        return self.algorithm.startswith("HS")


def read_jwt(token: str) -> Jwt | None:
    """The token, taken apart; None if it is no JSON Web Token."""
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
    """The bytes that `packed` packed.

    Raises:
        ValueError: it is no such text.
    """
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64") from None


def unsigned(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """What is to be signed of a token."""
    return ".".join(packed(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))


def need_cryptography(why: str) -> None:
    """Make sure that keys can be made, read and tried.

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
