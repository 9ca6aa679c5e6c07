"""Tests log-ins: turns the settings into attempts at each way of logging in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.service.auth.attempt import Attempt, Flows
from pytest_golive.service.auth.bearer import Tokens, check_headers, check_tokens
from pytest_golive.service.auth.client import check_client, fetch_token
from pytest_golive.service.auth.headers import with_basic
from pytest_golive.service.auth.held import says_the_same
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.oidc import check_provider, check_token, discover
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.revoking import NAME as AFTER_LOG_OUT
from pytest_golive.service.auth.revoking import check_log_out
from pytest_golive.service.auth.sessions.log_in import LogIn, Person
from pytest_golive.service.credentials.reading import basic
from pytest_golive.service.http.asking import Service
from pytest_golive.settings.targets.auth import Auth
from pytest_golive.targets.access import PURPOSE, client_of, door_of, explained, person_of
from pytest_golive.targets.live import Live
from pytest_golive.targets.tokens_at_hand import end, lesser_token, the_same, token_to_end, tokens_of

Notes = list[tuple[str, str]]


def check_auth(live: Live) -> Flows:
    """Try every way of logging in that the settings of the target name.

    Raises:
        NotSetUp: the settings name none, or a credential is not set.
        CannotMeasure: a way could not be tried, and no attempt at another failed anyway.
    """
    if not live.table.auth:
        raise NotSetUp(
            f"no log-in of {live.target.name} is described, so no log-in was tried",
            f'name it in {live.place}: auth = {{ scheme = "bearer", token_env = "STAGING_TOKEN", '
            'protected = ["/orders"] }; other schemes are token, basic, session, oauth2 and oidc',
        )
    attempts: list[Attempt] = []
    notes: Notes = []
    errors: list[CannotMeasure] = []
    for number, table in enumerate(live.table.auth):
        try:
            for attempt in SCHEMES[table.scheme](live, table, f"auth[{number}]", notes):
                attempts.append(explained(live, attempt))  # noqa: PERF401 -- attempts before an error are kept
        except CannotMeasure as error:
            errors.append(error)
    if errors and not any(attempt.is_breach for attempt in attempts):
        Flows(tuple(attempts)).check_complete()  # the first error is raised first
        raise errors[0]
    notes += [("could not be measured, too", error.what) for error in errors]
    return Flows(tuple(attempts), tuple(notes))


def _prober(live: Live, table: Auth, notes: Notes) -> Prober:
    lesser = table.lesser
    protected = Protected(
        table.name or table.scheme,
        table.protected,
        lesser.forbidden if lesser else (),
        table.shows,
        table.login if table.scheme == "session" else "",
        table.status,
        lesser.allowed if lesser else (),
        lesser.status if lesser else (),
    )
    return Prober(Service(live.target, purpose=PURPOSE), protected, notes)


def _basic(live: Live, table: Auth, key: str, notes: Notes) -> Iterator[Attempt]:
    person, other = _people(live, table, key)
    lesser = {"Authorization": basic(other.username, other.password)} if other else None
    right = {"Authorization": basic(person.username, person.password)}
    yield from check_headers(_prober(live, table, notes), right, with_basic(person.username, person.password), lesser)


def _session(live: Live, table: Auth, key: str, notes: Notes) -> Iterator[Attempt]:
    person, lesser = _people(live, table, key)
    log_in = LogIn(Service(live.target, purpose=PURPOSE), door_of(table), _prober(live, table, notes))
    yield from log_in.attempts(person, lesser)


def _people(live: Live, table: Auth, key: str) -> tuple[Person, Person | None]:
    """The user with all rights, and the user with fewer.

    Raises:
        CannotMeasure: both are the same user.
    """
    person = person_of(live, table, key)
    lesser = person_of(live, table.lesser, f"{key}.lesser") if table.lesser else None
    if lesser is not None and lesser.username == person.username:
        raise the_same(live, key)
    return person, lesser


def _held(live: Live, table: Auth, key: str, notes: Notes) -> Iterator[Attempt]:
    lesser = live.secret(table.lesser, "token", f"{key}.lesser") if table.lesser else ""
    tokens = replace(tokens_of(live, table, key, live.secret(table, "token", key)), lesser=lesser)
    yield from _check(live, table, key, _prober(live, table, notes), tokens)


def _check(live: Live, table: Auth, key: str, prober: Prober, tokens: Tokens) -> Iterator[Attempt]:
    """Try tokens of any kind, and log one of them out if the settings say how."""
    if tokens.lesser and says_the_same(tokens.valid, tokens.lesser):
        raise the_same(live, key)
    yield from check_tokens(prober, tokens)
    if not prober.accepted:
        return
    if not (table.logout or table.revocation_url):
        known = f" (the provider publishes {tokens.revocation_url})" if tokens.revocation_url else ""
        how = f"name logout, the path that does it, or revocation_url{known}"
        prober.notes.append((prober.named(AFTER_LOG_OUT), f"not tried; {how}"))
        return
    token = token_to_end(live, table, key, tokens.valid)
    yield from check_log_out(prober, tokens.carrier, token, lambda: end(live, table, key, token))


def _oauth2(live: Live, table: Auth, key: str, notes: Notes) -> Iterator[Attempt]:
    client = client_of(live, table, table, key)
    attempts = list(check_client(live.target, client, table.name or table.scheme))
    yield from attempts
    if attempts[0].is_breach or not attempts[0].outcome:
        return
    tokens = tokens_of(live, table, key, fetch_token(live.target, client))
    tokens = replace(tokens, lesser=lesser_token(live, table, key))
    yield from _check(live, table, key, _prober(live, table, notes), tokens)


def _oidc(live: Live, table: Auth, key: str, notes: Notes) -> Iterator[Attempt]:
    name = table.name or table.scheme
    provider = discover(live.target, table.issuer or "")
    document = check_provider(provider, table.issuer or "", name)
    yield document
    if document.is_breach:
        return  # the issuer is unknown, so its keys and URLs are not trusted, and no secret is sent there
    client = client_of(live, table, table, key, provider)
    attempts = list(check_client(live.target, client, name))
    yield from attempts
    if attempts[0].is_breach or not attempts[0].outcome:
        return
    valid = fetch_token(live.target, client)
    yield from check_token(valid, provider, table.audience or table.resource or "", name)
    tokens = replace(
        tokens_of(live, table, key, valid),
        foreign=_token_for_another_resource(live, table, key, notes),
        lesser=lesser_token(live, table, key),
        jwks=provider.jwks,
        revocation_url=provider.revocation_url,
    )
    yield from _check(live, table, key, _prober(live, table, notes), tokens)


def _token_for_another_resource(live: Live, table: Auth, key: str, notes: Notes) -> dict[str, str]:
    what = "token for another resource"
    if table.other_resource is None:
        notes.append((f"{table.name or table.scheme}: {what}", "not tried; name other_resource to have it tried"))
        return {}
    other_table = table.model_copy(update={"resource": table.other_resource})
    return {what: fetch_token(live.target, client_of(live, other_table, table, key))}


SCHEMES = {
    "basic": _basic,
    "bearer": _held,
    "token": _held,
    "session": _session,
    "oauth2": _oauth2,
    "oidc": _oidc,
}
