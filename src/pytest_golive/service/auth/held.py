"""Tokens from the team that must be rejected, each for exactly one reason."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.service.auth.attempt import Observation
from pytest_golive.service.auth.jwt.forging import OF_CLAIMS, Issuer
from pytest_golive.service.auth.jwt.keys import Key, signed_by
from pytest_golive.service.auth.jwt.reading import Jwt, read_jwt
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.credentials.reading import Carrier

LEEWAY = 60
KINDS = {"expired": "expired token", "revoked": "revoked token", **OF_CLAIMS}
# What is wrong with a token, in words; none of these is wrong with a revoked token.
WORDS = {
    "expired": "it has expired (exp)",
    "wrong_audience": "it is meant for another audience (aud)",
    "wrong_issuer": "it is of another issuer (iss)",
    "not_yet_valid": "it is not valid yet (nbf)",
    "unknown_crit": "it has a critical extension (crit)",
    "signature": "it is signed with another key",
}
OPAQUE = "a token that is not a JWT does not show whether it was ever valid"
# Claims that differ between tokens of one identity.
OF_ONE_TOKEN = frozenset({"exp", "iat", "nbf", "jti", "auth_time", "uti", "rh", "aio"})


@dataclass(frozen=True, slots=True)
class Held:
    """Such tokens, compared with the valid one: any further difference may be the reason for a rejection.

    Attributes:
        tokens: by kind, one of `KINDS`.
        valid: the token that is accepted.
        jwt: the same, decoded; None if it is not a JWT.
        issuer: what is known of the issuer; None if it is not a JWT.
    """

    tokens: Mapping[str, str] = field(repr=False)
    valid: str = field(repr=False)
    jwt: Jwt | None
    issuer: Issuer | None

    def knocks(self, carrier: Carrier) -> Iterator[Knock]:
        """The tokens whose rejection proves something."""
        for kind, token in self.tokens.items():
            if not self.doubt(kind, token):
                yield Knock(KINDS[kind], {"": carrier.carrying(token)}, unreadable=True, proves=OPAQUE * (not self.jwt))

    def doubts(self) -> Iterator[tuple[str, Observation]]:
        """The tokens whose rejection would prove nothing: (name, reason)."""
        for kind, token in self.tokens.items():
            if why := self.doubt(kind, token):
                words = f"{why}, so its rejection would prove nothing"
                yield KINDS[kind], Observation("", words, f"{kind}_token", cure=f"set {kind}_token to {CURES[kind]}")

    def untried(self) -> Iterator[tuple[str, str]]:
        """The kinds of which the team has given no token."""
        for kind in ("expired", "revoked"):
            if kind not in self.tokens:
                yield KINDS[kind], f"not tried; name {kind}_token_env to have it tried"

    def doubt(self, kind: str, token: str) -> str:
        """Why a rejection of *token* would not prove that its *kind* is the reason; "" if it does."""
        if token == self.valid:
            return "it is the valid token itself"
        if self.jwt is None or self.issuer is None:
            return ""
        made = read_jwt(token)
        if made is None:
            return "it is no JSON Web Token, as the valid one is"
        wrong = set(_faults(made, self.jwt, self.issuer))
        if kind == "wrong_issuer":
            wrong.discard("signature")  # another issuer signs with its own key
        if kind != "revoked" and kind not in wrong:
            return f"nothing says that {WORDS[kind]}"
        return " and ".join(WORDS[fault] for fault in WORDS if fault in wrong and fault != kind)


CURES = {
    "expired": "one that was valid here once",
    "revoked": "one that is revoked and has not expired: let a job mint and revoke a long-lived one",
    "wrong_audience": "a fresh token of the same issuer for another service",
    "wrong_issuer": "a fresh token of another issuer for this service",
    "not_yet_valid": "one whose nbf lies ahead, and that is sound otherwise",
    "unknown_crit": "a fresh token with an unknown extension in crit, and otherwise valid",
}


def says_the_same(one: str, other: str) -> bool:
    """Whether two tokens have the same identity and rights, as far as that can be read."""
    first, second = read_jwt(one), read_jwt(other)
    if first is None or second is None:
        return one == other
    return _identity(first) == _identity(second)


def _identity(token: Jwt) -> dict[str, Any]:
    return {name: value for name, value in token.claims.items() if name not in OF_ONE_TOKEN}


def _faults(token: Jwt, valid: Jwt, issuer: Issuer) -> Iterator[str]:
    """What is wrong with *token*: keys of `WORDS`."""
    now = time.time()
    ends, begins = _number(token.claims.get("exp")), _number(token.claims.get("nbf"))
    if ends is not None and ends <= now:
        yield "expired"
    if begins is not None and begins > now + LEEWAY:
        yield "not_yet_valid"
    if not _audiences(token) & _audiences(valid):
        yield "wrong_audience"
    if token.claims.get("iss") != valid.claims.get("iss"):
        yield "wrong_issuer"
    if token.header.get("crit") and token.header.get("crit") != valid.header.get("crit"):
        yield "unknown_crit"
    # With another kid, it is another key of the same issuer, which may have been rotated since.
    if token.header.get("kid") == valid.header.get("kid") and _is_foreign(token, issuer):
        yield "signature"


def _is_foreign(token: Jwt, issuer: Issuer) -> bool:
    """Whether keys of the issuer are known, and none of them signed *token*."""
    known = [issuer.key.fits] if isinstance(issuer.key, Key) else []
    checks = [*(fits(token) for fits in known), *(signed_by(token, key) for key, _ in issuer.public)]
    return bool(checks) and not any(checks)


def _audiences(token: Jwt) -> set[object]:
    named = token.claims.get("aud")
    return {str(audience) for audience in (named if isinstance(named, list) else [named])}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
