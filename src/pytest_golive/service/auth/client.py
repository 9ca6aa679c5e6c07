"""OAuth 2 client credentials (RFC 6749, 4.4): a token for a client with a secret."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus, urlsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.attempt import ACCEPTED, REJECTED, Attempt, Observation, attempt_of
from pytest_golive.service.auth.seeing.admission import OK, TOO_MANY
from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target, bracketed, origin_of

BASIC, POST = "client_secret_basic", "client_secret_post"


@dataclass(frozen=True, slots=True)
class Client:
    """A client of an authorization server.

    Attributes:
        id: its name.
        secret: its secret.
        token_url: the token endpoint.
        scope: the requested scope; "" for none.
        resource: the service that the token is for (RFC 8707); "" if not stated.
        methods: how the server lets clients authenticate; the first that we support is used.
    """

    id: str
    secret: str = field(repr=False)
    token_url: str
    scope: str = ""
    resource: str = ""
    methods: Sequence[str] = (BASIC, POST)


def provider_of(target: Target, url: str) -> Target:
    """The authorization server at *url*, as a target of its own.

    Its credentials go only there, and none of the target's go there.
    """
    scheme, host, port = origin_of(url)
    return replace(target, url=f"{scheme}://{bracketed(host)}:{port}", headers={})


def service_at(target: Target, url: str) -> Service:
    """The authorization server at *url*, ready for requests."""
    return Service(provider_of(target, url), purpose="auth_flows")


def ask_for_token(target: Target, client: Client) -> Answer:
    """Request a token; tokens in the response are hidden from now on, whatever its status."""
    MASK.add(client.secret)
    answer = _request_token(target, client, BASIC if BASIC in client.methods or POST not in client.methods else POST)
    both = {BASIC, POST} <= set(client.methods)
    if (
        both
        and client.secret
        and answer.status in {400, 401}
        and _error(answer) in {"invalid_client", "invalid_request"}
    ):
        second = _request_token(target, client, POST)
        return second if second.status in OK else answer
    return answer


def token_of(answer: Answer) -> str:
    """The access token in a response; hidden from now on.

    Raises:
        CannotMeasure: it contains none.
    """
    found = _json(answer).get("access_token")
    if answer.status not in OK or not isinstance(found, str) or not found:
        raise unreachable(
            "no token", f"{answer.place} gave no access token: {answer.status} {_error(answer)}".rstrip(), answer.curl
        )
    MASK.add(found)
    return found


def fetch_token(target: Target, client: Client) -> str:
    """A token for *client*.

    Raises:
        CannotMeasure: there was none.
    """
    return token_of(ask_for_token(target, client))


def check_client(target: Target, client: Client, name: str) -> Iterator[Attempt]:
    """Whether only clients with the right secret get tokens."""
    yield attempt_of(f"{name}: token for the client", ACCEPTED, [_issued(target, client)])
    wrong = {
        "a wrong secret": replace(client, secret=secrets.token_urlsafe(24)),
        "no secret": replace(client, secret=""),
        "a secret cut short": replace(client, secret=client.secret[:-1]),
        "an unknown client": replace(client, id=f"golive-{secrets.token_hex(6)}"),
    }
    for what, wrong_client in wrong.items():
        observed = _issued(target, wrong_client)
        yield attempt_of(f"{name}: token for {what}", REJECTED, [observed])


def _issued(target: Target, client: Client) -> Observation:
    """Whether a token is issued."""
    place = urlsplit(client.token_url).path
    try:
        answer = ask_for_token(target, client)
    except Unreachable as error:
        return Observation("", error.what, place, error.curl)
    if answer.status >= SERVER_ERROR or answer.status == TOO_MANY:
        return Observation("", f"answered {answer.status}, which neither accepts nor rejects", place, answer.curl)
    is_issued = any(isinstance(_json(answer).get(key), str) for key in ("access_token", "id_token", "refresh_token"))
    words = f"{answer.status} {_error(answer)}".rstrip()
    if is_issued:
        return Observation(ACCEPTED, f"{answer.status} with a token", place, answer.curl)
    rejected = answer.status in {400, 401, 403}
    return Observation(REJECTED if rejected else "not rejected", words, place, answer.curl)


def revoke(target: Target, url: str, token: str, client: Client | None) -> Answer:
    """Revoke a token (RFC 7009).

    Args:
        target: the service that the token is for.
        url: the revocation endpoint.
        token: the token to revoke.
        client: the client that it was issued to; None if the endpoint requires none.
    """
    form, headers = {"token": token, "token_type_hint": "access_token"}, {"Accept": "application/json"}
    if client is not None:
        more, proof = _proof(client, BASIC if BASIC in client.methods or POST not in client.methods else POST)
        form, headers = form | more, headers | proof
    return service_at(target, url).ask(url, "POST", headers=headers, form=form)


def _proof(client: Client, method: str) -> tuple[dict[str, str], dict[str, str]]:
    """How a client authenticates: form fields, and headers."""
    if method != BASIC:
        return {"client_id": client.id} | ({"client_secret": client.secret} if client.secret else {}), {}
    pair = b64encode(f"{quote_plus(client.id)}:{quote_plus(client.secret)}".encode()).decode()
    MASK.add(client.secret)
    MASK.add(pair)
    return {}, {"Authorization": f"Basic {pair}"}


def _request_token(target: Target, client: Client, method: str) -> Answer:
    form = {"grant_type": "client_credentials"}
    form |= {"scope": client.scope} if client.scope else {}
    form |= {"resource": client.resource} if client.resource else {}
    more, proof = _proof(client, method)
    form, headers = form | more, {"Accept": "application/json"} | proof
    answer = service_at(target, client.token_url).ask(client.token_url, "POST", headers=headers, form=form)
    for key in ("access_token", "id_token", "refresh_token"):
        if isinstance(value := _json(answer).get(key), str):
            MASK.add(value)
    return answer


def _json(answer: Answer) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except CannotMeasure:
        return {}
    return found if isinstance(found, dict) else {}


def _error(answer: Answer) -> str:
    """The error code of RFC 6749, 5.2; "" without one."""
    error_code = _json(answer).get("error")
    return (
        error_code
        if isinstance(error_code, str) and error_code.isascii() and error_code.replace("_", "").isalnum()
        else ""
    )
