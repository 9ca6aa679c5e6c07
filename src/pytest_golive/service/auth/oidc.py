"""OpenID Connect: a provider's discovery document, and whether its tokens are valid."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.attempt import Attempt, Observation, attempt_of
from pytest_golive.service.auth.client import BASIC, service_at
from pytest_golive.service.auth.jwt.keys import usable_keys
from pytest_golive.service.auth.jwt.reading import need_cryptography, read_jwt
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.trouble.protocols import shown
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.target import Target

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"} | {"ES256", "ES384", "ES512", "ES256K", "EdDSA"}
)
LEEWAY = 60
RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Provider:
    """The content of the discovery document.

    Attributes:
        issuer: as in the document.
        token_url: the token endpoint.
        jwks: the keys that its tokens are signed with.
        methods: how clients may authenticate.
        place: the request.
        revocation_url: the revocation endpoint; "" without one.
    """

    issuer: str
    token_url: str
    jwks: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    methods: Sequence[str] = (BASIC,)
    place: str = ""
    revocation_url: str = ""


def discover(target: Target, issuer: str) -> Provider:
    """Fetch the discovery document of a provider (OpenID Connect Discovery 1.0).

    Raises:
        CannotMeasure: there is none, or it lacks something.
    """
    url = f"{issuer.rstrip('/')}{WELL_KNOWN}"
    answer = service_at(target, url).ask(url)
    document = _document(answer, {"issuer": str, "token_endpoint": str, "jwks_uri": str})
    methods = document.get("token_endpoint_auth_methods_supported", (BASIC,))
    return Provider(
        document["issuer"],
        document["token_endpoint"],
        fetch_jwks(target, document["jwks_uri"]),
        tuple(map(str, methods)) if isinstance(methods, list) else (BASIC,),
        answer.place,
        str(document.get("revocation_endpoint") or ""),
    )


def fetch_jwks(target: Target, url: str) -> tuple[Mapping[str, Any], ...]:
    """The keys that an issuer publishes (RFC 7517).

    Raises:
        CannotMeasure: there are none.
    """
    answer = service_at(target, url).ask(url)
    keys = _document(answer, {"keys": list})["keys"]
    found = tuple(key for key in keys if isinstance(key, dict))
    if not found:
        raise unreachable("no keys", f"{answer.place} publishes no key", answer.curl)
    return found


def check_provider(provider: Provider, issuer: str, name: str) -> Attempt:
    """Whether the document names the issuer that was requested: else it is that of another issuer."""
    words = "the issuer that the settings name"
    if provider.issuer != issuer:
        words = f"the document names {shown(provider.issuer)}, and the settings {shown(issuer)}"
        words += _slash(provider.issuer, issuer)
    return _attempt(f"{name}: issuer of the discovery document", provider.issuer == issuer, words, provider.place)


def check_token(token: str, provider: Provider, audience: str, name: str) -> list[Attempt]:
    """Whether a token is signed by *provider*, with the required claims.

    Args:
        token: an access token.
        provider: its issuer.
        audience: its required audience; "" if the settings name none.
        name: of the way of logging in.

    Raises:
        CannotMeasure: it is not a JWT, though the settings name an audience; or a library is not installed.
    """
    made = read_jwt(token)
    if made is None:
        if audience:
            raise CannotMeasure(
                f"{name}: the access token is no JWT, so it is unknown whether it is meant for {audience}",
                "let the provider give out JWTs for this resource (name it in resource), or leave audience out",
            )
        return []
    need_cryptography("verifying tokens")
    now = time.time()
    expires, named = made.claims.get("exp"), made.claims.get("aud")
    audiences = named if isinstance(named, list) else [named]
    is_fresh = isinstance(expires, int | float) and not isinstance(expires, bool) and expires > now - LEEWAY
    checks = [
        ("signature", *_signed(token, provider)),
        ("issuer", made.claims.get("iss") == provider.issuer, _of_issuer(made.claims.get("iss"), provider.issuer)),
        ("time of expiry", is_fresh, "exp against the clock of this machine"),
    ]
    checks += [("audience", audience in audiences, "aud against the settings")] if audience else []
    return [_attempt(f"{name}: {what} of the token", good, words, "access token") for what, good, words in checks]


def _of_issuer(claimed: object, issuer: str) -> str:
    if claimed == issuer:
        return "iss against the discovery document"
    claimed_text = shown(claimed) if isinstance(claimed, str) else "missing"
    return f"iss is {claimed_text}, and the discovery document names {shown(issuer)}{_slash(claimed, issuer)}"


def _slash(one: object, other: str) -> str:
    differs = isinstance(one, str) and one.rstrip("/") == other.rstrip("/")
    return "; they differ by the slash at the end" if differs else ""


def _signed(token: str, provider: Provider) -> tuple[bool, str]:
    """Whether one of the provider's keys signed *token*; with a description."""
    import jwt

    made = read_jwt(token)
    if made is None or made.algorithm not in ALGORITHMS:
        return False, "an algorithm that no public key verifies"
    keys = usable_keys(provider.jwks, made)
    options: Any = {"verify_signature": True, **dict.fromkeys(("verify_exp", "verify_aud", "verify_iss"), False)}
    options |= dict.fromkeys(("verify_nbf", "verify_iat", "verify_sub", "verify_jti"), False)
    for key, _ in keys:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a warning about a short key: its length is not what is judged
                jwt.decode(token, key, algorithms=[made.algorithm], options=options)
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        return True, f"verified with a published key ({made.algorithm})"
    return False, f"not that of any of the {len(provider.jwks)} published keys"


def _attempt(name: str, good: bool, words: str, where: str) -> Attempt:  # noqa: FBT001 -- a fact, not an option
    return attempt_of(name, RIGHT, [Observation(RIGHT if good else "wrong", words, where)])


def _document(answer: Answer, needed: Mapping[str, type]) -> Mapping[str, Any]:
    document = answer.json() if answer.status == 200 else None  # noqa: PLR2004 -- OK
    missing = [
        key for key, kind in needed.items() if not isinstance(document, dict) or not isinstance(document.get(key), kind)
    ]
    if not isinstance(document, dict) or missing:
        raise unreachable(
            "metadata", f"{answer.place} answered {answer.status} without {', '.join(missing)}", answer.curl
        )
    return document


__all__ = ["Provider", "Service", "check_provider", "check_token", "discover", "fetch_jwks"]
