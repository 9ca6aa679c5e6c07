"""Whether a service distinguishes valid headers from all others: HTTP Basic, and bearer tokens of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.service.auth.attempt import REJECTED, Attempt, attempt_of
from pytest_golive.service.auth.headers import BEARER, with_token
from pytest_golive.service.auth.held import Held
from pytest_golive.service.auth.jwt.forging import Issuer, forgeries, left_out
from pytest_golive.service.auth.jwt.keys import signing_key, usable_keys
from pytest_golive.service.auth.jwt.reading import Jwt, need_cryptography, read_jwt
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.auth.lesser import check_lesser
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.credentials.reading import Carrier


@dataclass(frozen=True, slots=True)
class Tokens:
    """The available tokens, and what is known of their issuer.

    Attributes:
        valid: must be accepted.
        held: tokens that must be rejected, by kind; see `held`.
        foreign: valid tokens that are meant for another service, by what they are.
        lesser: a token of an identity that lacks a right; "" for none.
        signing_key: the test key of the issuer; "" for none.
        signing_key_place: its name in the settings.
        jwks: public keys of the issuer.
        names_issuer: whether the settings name the issuer.
        names_audience: whether the settings name the audience.
        carrier: how tokens are sent.
        revocation_url: the provider's revocation endpoint; "" without one.
    """

    valid: str = field(repr=False)
    held: Mapping[str, str] = field(default_factory=dict, repr=False)
    foreign: Mapping[str, str] = field(default_factory=dict, repr=False)
    lesser: str = field(default="", repr=False)
    signing_key: str = field(default="", repr=False)
    signing_key_place: str = ""
    jwks: Sequence[Mapping[str, Any]] = ()
    names_issuer: bool = False
    names_audience: bool = False
    carrier: Carrier = BEARER
    revocation_url: str = ""


def check_headers(
    prober: Prober, right: Mapping[str, str], wrong: Iterable[Knock], lesser: Mapping[str, str] | None = None
) -> Iterator[Attempt]:
    """Try the *right* headers, then the *wrong* ones, those of the *lesser* identity, and the right ones again.

    Args:
        prober: of the protected paths.
        right: must be accepted.
        wrong: must be rejected.
        lesser: of an identity that lacks a right; None for none.
    """
    yield prober.accept(right)
    if not prober.accepted:
        return
    yield from prober.reject(wrong)
    if lesser is not None:
        yield from check_lesser(prober, lesser)
    yield prober.admit_again(right)
    yield prober.kept()


def check_tokens(prober: Prober, tokens: Tokens) -> Iterator[Attempt]:
    """Try the available tokens, and forgeries of the valid one if it is a JWT.

    Args:
        prober: of the protected paths; what is not tried is added to its notes.
        tokens: the available tokens.

    Raises:
        CannotMeasure: a library for forging is not installed, or the signing key is not a key.
    """
    carrier = tokens.carrier
    token = read_jwt(tokens.valid)
    issuer = None
    wrong = [*with_token(tokens.valid, carrier)]
    if token is None:
        prober.notes.append((prober.named("forgeries"), "not tried: the token is no JWT, so there is nothing to forge"))
    else:
        need_cryptography("trying forged tokens")
        issuer = issuer_of(token, tokens)
        wrong += forgeries(token, issuer, carrier)
        prober.notes += [(prober.named(name), words) for name, words in left_out(token, issuer, tokens.held)]
    wrong_tokens = Held(tokens.held, tokens.valid, token, issuer)
    wrong += wrong_tokens.knocks(carrier)
    wrong += [Knock(name, {"": carrier.carrying(made)}, unreadable=True) for name, made in tokens.foreign.items()]
    prober.notes += [(prober.named(name), words) for name, words in wrong_tokens.untried()]
    lesser = carrier.carrying(tokens.lesser) if tokens.lesser else None
    yield from check_headers(prober, carrier.carrying(tokens.valid), wrong, lesser)
    for name, observed in wrong_tokens.doubts():
        yield attempt_of(prober.named(name), REJECTED, [observed])


def issuer_of(token: Jwt, tokens: Tokens) -> Issuer:
    """What is known of the issuer of the valid *token*.

    Raises:
        CannotMeasure: the signing key is not a key, or another one.
    """
    key = signing_key(tokens.signing_key, token, tokens.signing_key_place) if tokens.signing_key else None
    public: list[tuple[Any, Mapping[str, Any] | None]] = [*usable_keys(tokens.jwks, token)]
    if key is not None and not public and not token.is_shared:
        public.append((key.value.public_key(), None))
    return Issuer(
        key, public, tokens.names_issuer or "iss" in token.claims, tokens.names_audience or "aud" in token.claims
    )
