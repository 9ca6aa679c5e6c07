"""Whether a service tells the right header from all others: HTTP Basic, and bearer tokens of any kind."""

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
    """The tokens at hand, and what is known of who gives them out.

    Attributes:
        valid: that must be accepted.
        held: such as must be rejected, by their kind; see `held`.
        foreign: tokens that are sound, and meant for somebody else, by what they are.
        lesser: somebody else's, who lacks a right; "" for none.
        signing_key: the test key of the issuer; "" for none.
        signing_key_place: how the settings name it.
        jwks: public keys of the issuer.
        names_issuer: whether the settings say who the issuer is.
        names_audience: whether the settings say whom tokens are meant for.
        carrier: how they are carried.
        revocation_url: where their provider says that it takes them back; "" if it does not.
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
    """Try the *right* headers, then the *wrong* ones, the *lesser* identity's, and the right ones again.

    Args:
        prober: of the protected paths.
        right: must be accepted.
        wrong: must be rejected.
        lesser: of somebody who lacks a right; None for nobody.
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
    """Try the tokens at hand, and forgeries of the valid one if it is a JWT.

    Args:
        prober: of the protected paths; its notes get what is not tried.
        tokens: those at hand.

    Raises:
        CannotMeasure: what is needed to forge is not installed, or the signing key is none.
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
    held = Held(tokens.held, tokens.valid, token, issuer)
    wrong += held.knocks(carrier)
    wrong += [Knock(name, {"": carrier.carrying(made)}, unreadable=True) for name, made in tokens.foreign.items()]
    prober.notes += [(prober.named(name), words) for name, words in held.untried()]
    lesser = carrier.carrying(tokens.lesser) if tokens.lesser else None
    yield from check_headers(prober, carrier.carrying(tokens.valid), wrong, lesser)
    for name, seen in held.doubts():
        yield attempt_of(prober.named(name), REJECTED, [seen])


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
