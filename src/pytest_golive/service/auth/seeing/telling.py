"""How a reader gets the credentials of an attempt that no variable holds: forged, cut, made up, or a session."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.knock import Headers
from pytest_golive.service.auth.seeing.repeating import confidential

LONGEST_NAME = 40
# By the beginning of an attempt's name.
HOW: Mapping[str, str] = {
    "unsigned token": "the valid token with alg in its header as it is spelled here, and nothing after its last dot",
    "token whose signature is stripped": "the valid token without what follows its last dot, or without that dot, too",
    "altered claims": "the valid token with other claims in its middle part, and its old signature",
    "token signed with a foreign key": "header and claims of the valid token, signed with a key that you make yourself",
    "token that brings its own key": "the claims of the valid token under a header with your own public key as jwk, "
    "signed with that key",
    "key confusion": "the claims of the valid token under alg HS256, signed with the issuer's public key as the secret",
    "minted token": "the claims of the valid token with the named one changed, signed with the test key",
    "token after log-out": "a second valid token, after it has been logged out as the attempt says",
    "wrong token": "any token of the same format that was never issued",
    "nearly the right token": "the valid token without its end, or with one character changed",
    "wrong password": "USER:PASSWORD in base64, with a password that is wrong",
    "nearly the right password": "USER:PASSWORD in base64, with one character of the password missing or added",
    "unknown user": "USER:PASSWORD in base64, of a user that there is not",
}


def tell_headers(headers: Headers, attempt: str, variant: str = "") -> None:
    """Name the credentials in *headers*, and say how they are made, for the line that repeats the attempt."""
    made = next((how for start, how in HOW.items() if attempt.startswith(start)), "")
    spelled = f"{attempt} ({variant})" if variant else attempt
    for secret in confidential(headers):
        MASK.name(secret, "CREDENTIAL", f"that of the attempt {spelled!r}{f': {made}' if made else ''}")


def tell_cookie(name: str, value: str, place: str) -> None:
    """Name a cookie from the service, and say how to get one.

    Args:
        name: of the cookie.
        value: hidden from now on.
        place: the request whose response set it.
    """
    called = "".join(char if char.isascii() and char.isalnum() else "_" for char in name.upper())[:LONGEST_NAME]
    how = f"the cookie {name} of a session of your own, as {place} sets it"
    MASK.name(value, f"COOKIE_{called}", f"{how}; after the log-out, if the attempt is one after it")
