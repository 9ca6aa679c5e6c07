"""The classic forgeries of JSON Web Tokens. Each must be rejected; none works where tokens are verified."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.jwt.keys import Key, foreign_key, is_known, jwk_of, public_forms
from pytest_golive.service.auth.jwt.reading import Jwt, unsigned
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.credentials.reading import Carrier

HOUR = 3600
ELSEWHERE = "https://golive.invalid/"
UNKNOWN = "golive-unknown"
STANDARD = "RS256"
SPELLINGS = {"lower case": "none", "capitalised": "None", "capitals": "NONE", "mixed case": "nOnE"}
HOW = "name signing_key_env, the test key of this target's issuer, to have it tried under a right signature"
# Wrong claims, by the name of a token that has them.
OF_CLAIMS = {
    "wrong_audience": "token for another audience",
    "wrong_issuer": "token of another issuer",
    "not_yet_valid": "token that is not valid yet",
    "unknown_crit": "token with an unknown critical extension",
}
BEARER = Carrier()
Forged = tuple[str, Mapping[str, str], str]  # its name, its variants, and what its rejection proves
FOREIGN = f"signed with a foreign key: it proves that the signature is verified, not that the claim is; {HOW}"


@dataclass(frozen=True, slots=True)
class Issuer:
    """What is known of the issuer of tokens.

    Attributes:
        key: the test key that it signs with; None if unknown.
        public: its public keys, with the JWKs that publish them.
        names_issuer: whether tokens must name their issuer.
        names_audience: whether tokens must name their audience.
    """

    key: Key | None = None
    public: Sequence[tuple[Any, Mapping[str, Any] | None]] = field(default=(), repr=False)
    names_issuer: bool = False
    names_audience: bool = False


def forgeries(token: Jwt, issuer: Issuer, carrier: Carrier = BEARER) -> Iterator[Knock]:
    """The forgeries of a valid *token*, sent in the same way; signed with RS256 if we do not know its algorithm."""
    if not is_known(token.algorithm):
        head = {**token.header, "alg": STANDARD}
        token = Jwt(head, token.claims, unsigned(head, token.claims), token.signature)
    for name, tokens, proves in _forged(token, issuer):
        variants = {variant: carrier.carrying(made) for variant, made in tokens.items()}
        yield Knock(name, variants, unreadable=True, proves=proves)


def _forged(token: Jwt, issuer: Issuer) -> Iterator[Forged]:
    yield "unsigned token (alg: none)", {how: _unsigned(token, spelling) for how, spelling in SPELLINGS.items()}, ""
    yield "token whose signature is stripped", {"empty": f"{token.signed}.", "gone": token.signed}, ""
    altered = unsigned(token.header, {**token.claims, "sub": "golive-altered", "admin": True})
    yield "altered claims under the old signature", {"": f"{altered}.{token.signature}"}, ""
    foreign = foreign_key(token.algorithm).sign(token.signed, token.algorithm)
    yield "token signed with a foreign key", {"": foreign}, ""
    yield "token that brings its own key (jwk)", {"": _with_jwk(token)}, ""
    if confused := _confused(token, issuer):
        yield "key confusion (HS256 with the public key)", confused, ""
    yield from _wrong_claims(token, issuer)


def left_out(token: Jwt, issuer: Issuer, given_kinds: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """What is not tried, and how to enable it; *held* are the kinds of wrong tokens that the team has given."""
    if not is_known(token.algorithm):
        yield "forgeries under its own algorithm", f"tried with {STANDARD} only: there is no key to sign with that one"
    if not token.is_shared and not issuer.public:
        yield "key confusion", "not tried: no public key of the issuer is known; name jwks_url"
    missing_settings = [f"{kind}_token_env" for kind in ("expired", *OF_CLAIMS) if kind not in given_kinds]
    if issuer.key is None and missing_settings:
        tokens = f"or hold such tokens: name {', '.join(missing_settings)}"
        yield "wrong claims under a right signature", f"not tried; {HOW}, {tokens}"
    if not issuer.names_audience and "wrong_audience" not in given_kinds:
        yield "wrong audience", "not tried: the token names no audience, and the settings name none"
    if not issuer.names_issuer and "wrong_issuer" not in given_kinds:
        yield "wrong issuer", "not tried: the token names no issuer, and the settings name none"


def _unsigned(token: Jwt, algorithm: str) -> str:
    made = f"{unsigned({**token.header, 'alg': algorithm}, token.claims)}."
    MASK.add(made)
    return made


def _with_jwk(token: Jwt) -> str:
    key = foreign_key("RS256")
    header = {name: value for name, value in token.header.items() if name not in {"kid", "x5t", "x5c", "jku"}}
    return key.sign(unsigned({**header, "alg": "RS256", "jwk": jwk_of(key.value)}, token.claims), "RS256")


def _confused(token: Jwt, issuer: Issuer) -> dict[str, str]:
    if token.is_shared:
        return {}
    signed = unsigned({**token.header, "alg": "HS256"}, token.claims)
    found: dict[str, str] = {}
    for key, published in issuer.public:
        for form, text in public_forms(key, published):
            found.setdefault(form, Key(text).sign(signed, "HS256"))
    return found


def _wrong_claims(token: Jwt, issuer: Issuer) -> Iterator[Forged]:
    now = int(time.time())
    past = {"iat": now - 2 * HOUR, "exp": now - HOUR} | ({"nbf": now - 2 * HOUR} if "nbf" in token.claims else {})
    key = issuer.key or foreign_key(token.algorithm)
    proves = "" if issuer.key else FOREIGN

    def signed(header: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, str]:
        return {"": key.sign(unsigned({**token.header, **header}, {**token.claims, **claims}), token.algorithm)}

    yield "minted token that has expired", signed({}, past), proves
    ahead = {"iat": now, "nbf": now + HOUR, "exp": now + 2 * HOUR}
    yield "minted token that is not valid yet", signed({}, ahead), proves
    if issuer.names_audience:
        yield "minted token for another audience", signed({}, {"aud": f"{ELSEWHERE}audience"}), proves
    if issuer.names_issuer:
        yield "minted token of another issuer", signed({}, {"iss": ELSEWHERE}), proves
    critical = {"crit": [UNKNOWN], UNKNOWN: True}
    yield "minted token with an unknown critical extension", signed(critical, {}), proves
