"""Whether a service tells the right header from all others: HTTP Basic, and bearer tokens of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.service.auth.attempt import Attempt
from pytest_golive.service.auth.headers import with_token
from pytest_golive.service.auth.jwt_forging import Issuer, forgeries, left_out
from pytest_golive.service.auth.jwt_keys import signing_key, usable_keys
from pytest_golive.service.auth.jwt_reading import Jwt, need_cryptography, read_jwt
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.credentials import bearer


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens at hand, and what is known of who gives them out.

    Attributes:
        valid: that must be admitted.
        expired: one that was valid once; "" for none.
        revoked: one that has been taken back; "" for none.
        foreign: tokens that are sound, and meant for somebody else, by what they are.
        lesser: somebody else's, who lacks a right; "" for none.
        signing_key: the test key of the issuer; "" for none.
        signing_key_place: how the settings name it.
        jwks: public keys of the issuer.
        names_issuer: whether the settings say who the issuer is.
        names_audience: whether the settings say whom tokens are meant for.
    """

    valid: str = field(repr=False)
    expired: str = field(default="", repr=False)
    revoked: str = field(default="", repr=False)
    foreign: Mapping[str, str] = field(default_factory=dict, repr=False)
    lesser: str = field(default="", repr=False)
    signing_key: str = field(default="", repr=False)
    signing_key_place: str = ""
    jwks: Sequence[Mapping[str, Any]] = ()
    names_issuer: bool = False
    names_audience: bool = False


def check_headers(
    prober: Prober, right: Mapping[str, str], wrong: Iterable[Knock], lesser: Mapping[str, str] | None = None
) -> Iterator[Attempt]:
    """Try the *right* headers, then the *wrong* ones, the *lesser* identity's, and the right ones again."""
    yield prober.admit(right)
    if not prober.admitted:
        return
    yield from prober.refuse(wrong)
    if lesser is not None:
        yield from prober.lesser(lesser)
    yield prober.admit_again(right)
    yield prober.kept()


def check_tokens(prober: Prober, tokens: Tokens) -> Iterator[Attempt]:
    """Try the tokens at hand, and forgeries of the valid one if it is a JWT.

    Args:
        prober: of the protected paths; its notes get what is not tried.
        tokens: those at hand.

    Raises:
        CannotMeasure: what is needed to forge is not installed, or the signing key is none.
    """
    wrong = [*with_token(tokens.valid), *_at_hand(prober, tokens)]
    token = read_jwt(tokens.valid)
    if token is None:
        prober.notes.append((prober.named("forgeries"), "not tried: the token is no JWT, so there is nothing to forge"))
    else:
        need_cryptography("trying forged tokens")
        issuer = issuer_of(token, tokens)
        wrong += forgeries(token, issuer)
        prober.notes += [(prober.named(name), words) for name, words in left_out(token, issuer)]
    lesser = {"Authorization": bearer(tokens.lesser)} if tokens.lesser else None
    yield from check_headers(prober, {"Authorization": bearer(tokens.valid)}, wrong, lesser)


def issuer_of(token: Jwt, tokens: Tokens) -> Issuer:
    """What is known of the issuer of the valid *token*.

    Raises:
        CannotMeasure: the signing key is none, or not the one.
    """
    key = signing_key(tokens.signing_key, token, tokens.signing_key_place) if tokens.signing_key else None
    public: list[tuple[Any, Mapping[str, Any] | None]] = [*usable_keys(tokens.jwks, token)]
    if key is not None and not public and not token.is_shared:
        public.append((key.value.public_key(), None))
    return Issuer(
        key, public, tokens.names_issuer or "iss" in token.claims, tokens.names_audience or "aud" in token.claims
    )


def _at_hand(prober: Prober, tokens: Tokens) -> Iterator[Knock]:
    for kind in ("expired", "revoked"):
        token = getattr(tokens, kind)
        if token:
            yield Knock(f"{kind} token", {"": {"Authorization": bearer(token)}}, unreadable=True)
        else:
            prober.notes.append((prober.named(f"{kind} token"), f"not tried; name {kind}_token_env to have it tried"))
    for name, token in tokens.foreign.items():
        yield Knock(name, {"": {"Authorization": bearer(token)}}, unreadable=True)
