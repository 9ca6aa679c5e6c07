"""Turns credentials from the settings into request headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.service.credentials.reading import Carrier, Credentials, basic
from pytest_golive.service.http.asking import Service
from pytest_golive.settings.targets.api_keys import ApiKeys
from pytest_golive.settings.targets.auth import Auth, Identity
from pytest_golive.settings.targets.endpoints import Endpoint
from pytest_golive.settings.targets.schemes import HELD
from pytest_golive.targets.live import Live

if TYPE_CHECKING:
    from pytest_golive.service.answers import attempts as of_keys
    from pytest_golive.service.auth import attempt as of_log_ins
    from pytest_golive.service.auth.client import Client
    from pytest_golive.service.auth.oidc import Provider
    from pytest_golive.service.auth.sessions.door import Door
    from pytest_golive.service.auth.sessions.log_in import Person

PURPOSE = "auth_flows"
CHECK = "check these credentials, and how they are carried"
Attempt = TypeVar("Attempt", "of_keys.Attempt", "of_log_ins.Attempt")


def headers_for(live: Live, endpoint: Endpoint) -> Mapping[str, str]:
    """The credential headers for a request to *endpoint*; none if it needs none.

    Raises:
        NotSetUp: the settings name no credential, or it is not set.
        CannotMeasure: the log-in failed, or is not allowed on production.
    """
    way = live.table.way_in(endpoint)
    if isinstance(way, ApiKeys):
        return key_carrier(way).carrying(live.secret(way, "key", "api_keys"))
    if not endpoint.auth:
        return {}
    return log_in(live, live.table.auth.index(way) if way else 0)


def log_in(live: Live, number: int = 0) -> Credentials:
    """The headers of the identity with all rights, by one table of the target's auth; logs in once per process.

    Raises:
        NotSetUp: the settings name no scheme, or a credential is not set.
        CannotMeasure: the log-in failed, or is not allowed on production.
    """
    if not live.table.auth:
        raise NotSetUp(
            f"an endpoint of {live.target.name} asks for credentials (auth = true), and none are named",
            f"name them in {live.place} auth",
        )
    if number not in live.logged_in:
        live.logged_in[number] = headers_of(live, live.table.auth[number], f"auth[{number}]")
    return live.logged_in[number]


def headers_of(live: Live, table: Auth, key: str) -> Credentials:
    """The headers of the identity in one auth table.

    Raises:
        NotSetUp: a credential is not set.
        CannotMeasure: the log-in failed.
    """
    if table.scheme in HELD:
        return Credentials(carrier_of(table).carrying(live.secret(table, "token", key)))
    if table.scheme == "basic":
        person = person_of(live, table, key)
        return Credentials({"Authorization": basic(person.username, person.password)})
    if table.scheme == "session":
        return Credentials(_by_form(live, table, key))
    from pytest_golive.service.auth.client import fetch_token

    return Credentials(carrier_of(table).carrying(fetch_token(live.target, client_of(live, table, table, key))))


def carrier_of(table: Auth) -> Carrier:
    """How tokens of this table are sent."""
    header = table.header or "Authorization"
    usual = "Token" if table.scheme == "token" else "Bearer"
    prefix = usual if header.lower() == "authorization" else ""
    return Carrier(header, prefix if table.prefix is None else table.prefix)


def key_carrier(table: ApiKeys) -> Carrier:
    """How API keys are sent."""
    return Carrier(table.header, table.prefix or "")


def person_of(live: Live, table: Identity, key: str) -> Person:
    """The user of a table."""
    from pytest_golive.service.auth.sessions.log_in import Person

    return Person(named(live, table, "username", key), live.secret(table, "password", key))


def named(live: Live, table: Identity, what: str, key: str) -> str:
    """The name of a user or client, from the settings or from the environment; it is not secret.

    Raises:
        NotSetUp: its variable is not set.
    """
    name: str | None = getattr(table, what)
    variable: str = getattr(table, f"{what}_env") or ""
    found = name or live.environment.get(variable, "")
    if not found:
        raise NotSetUp(
            f"the environment variable {variable} is not set, and targets.{live.target.name}.{key}.{what} is read "
            f"from it"
            if variable
            else f"targets.{live.target.name}.{key} names no {what}",
            f"set {variable} where the checklist runs" if variable else f"name it in {live.place}",
        )
    return found


def client_of(live: Live, table: Auth, who: Identity, key: str, provider: Provider | None = None) -> Client:
    """A client of the authorization server in an auth table.

    Args:
        live: the target.
        table: names the server's token endpoint.
        who: the table itself, or its lesser identity.
        key: the path of *who* in the settings.
        provider: the result of discovery; fetched if it is needed and not given.
    """
    from pytest_golive.service.auth.client import Client
    from pytest_golive.service.auth.oidc import discover

    name, secret = named(live, who, "client_id", key), live.secret(who, "client_secret", key)
    scope, resource = getattr(who, "scope", None) or table.scope or "", table.resource or ""
    if table.scheme == "oauth2":
        return Client(name, secret, table.token_url or "", scope, resource)
    found = provider or discover(live.target, table.issuer or "")
    return Client(name, secret, found.token_url, scope, resource, found.methods)


def door_of(table: Auth) -> Door:
    """Where and how people log in, from an auth table."""
    from pytest_golive.service.auth.sessions.door import Door

    return Door(
        table.login,
        table.logout or "",
        table.logout_method,
        table.username_field,
        table.password_field,
        table.csrf_field or "",
        table.json_login,
        table.renews_session,
        replay_refused=table.replay == "refused",
    )


def _by_form(live: Live, table: Auth, key: str) -> Mapping[str, str]:
    from pytest_golive.service.auth.sessions.session import Visitor

    visitor = Visitor(Service(live.target, purpose=PURPOSE), door_of(table))
    person = person_of(live, table, key)
    answer = visitor.log_in(person.username, person.password)
    if not visitor.cookies.values:
        raise CannotMeasure(
            f"{answer.place} answered {answer.status}, without a cookie, so no user is logged in",
            f"check user, password and the names of the form's fields in {live.place} auth",
        )
    token = visitor.cookies.csrf
    return visitor.cookies.header | ({"X-CSRFToken": token} if token else {})


def explained(live: Live, attempt: Attempt) -> Attempt:
    """*attempt*; if credentials that must be accepted were not, its fix names the variables that were withheld."""
    names = sorted(name for name in set(live.table.variables()) if live.environment.get(name))
    if live.table.start is None or not names or attempt.expected != "accepted":
        return attempt
    cure = (
        f"the service that {live.place} start runs does not get {', '.join(names)}, as no child of a run gets "
        "credentials: if it must know them, let it read them from a file that is not in version control, or start it "
        "yourself and leave start out; else "
    )
    return replace(attempt, faults=tuple(replace(one, cure=f"{cure}{one.cure or CHECK}") for one in attempt.faults))
