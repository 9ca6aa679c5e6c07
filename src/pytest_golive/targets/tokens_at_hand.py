"""The tokens for one way of logging in, from the settings or from its provider."""

from __future__ import annotations

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.bearer import Tokens
from pytest_golive.service.auth.client import Client, fetch_token, revoke
from pytest_golive.service.auth.held import KINDS
from pytest_golive.service.auth.oidc import fetch_jwks
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.settings.targets.auth import Auth
from pytest_golive.settings.targets.schemes import GIVEN
from pytest_golive.targets.access import PURPOSE, carrier_of, client_of, named
from pytest_golive.targets.live import Live


def tokens_of(live: Live, table: Auth, key: str, valid: str) -> Tokens:
    """The *valid* token, and the other tokens that the settings name."""
    wrong_tokens = {kind: live.secret(table, f"{kind}_token", key) for kind in KINDS}
    return Tokens(
        valid,
        held={kind: token for kind, token in wrong_tokens.items() if token},
        signing_key=live.secret(table, "signing_key", key),
        signing_key_place=f"targets.{live.target.name}.{key}.signing_key",
        jwks=fetch_jwks(live.target, table.jwks_url) if table.jwks_url else (),
        names_issuer=bool(table.issuer),
        names_audience=bool(table.audience),
        carrier=carrier_of(table),
    )


def lesser_token(live: Live, table: Auth, key: str) -> str:
    """A token of the lesser identity, from the settings or issued; "" if there is none.

    Raises:
        CannotMeasure: it belongs to the client with all rights.
    """
    if table.lesser is None:
        return ""
    if live_token := live.secret(table.lesser, "token", f"{key}.lesser"):
        return live_token
    name = named(live, table.lesser, "client_id", f"{key}.lesser")
    if name == named(live, table, "client_id", key) and table.lesser.scope in {None, table.scope}:
        raise the_same(live, key)
    return fetch_token(live.target, client_of(live, table, table.lesser, f"{key}.lesser"))


def the_same(live: Live, key: str) -> CannotMeasure:
    """The error if the lesser identity of the table at *key* is the identity with all rights."""
    return CannotMeasure(
        f"targets.{live.target.name}.{key}.lesser is the same identity as the one that may do everything, "
        "so what it is rejected, or not, proves nothing",
        "name a user in lesser who may log in but lacks a right",
    )


def token_to_end(live: Live, table: Auth, key: str, valid: str) -> str:
    """A second valid token, which may be logged out.

    Raises:
        CannotMeasure: it is the token that all other checks need.
    """
    if table.scheme in GIVEN:
        token = fetch_token(live.target, client_of(live, table, table, key))
    else:
        token = live.secret(table, "logout_token", key) or live.secret(table, "token", key)
    if token == valid:
        raise CannotMeasure(
            f"the token that targets.{live.target.name}.{key} logs out is the one that the other gates need",
            "name a second one in logout_token_env, or a command that prints a new one in logout_token_command",
        )
    return token


def end(live: Live, table: Auth, key: str, token: str) -> Answer:
    """Log *token* out, or revoke it."""
    if table.revocation_url:
        return revoke(live.target, table.revocation_url, token, _owner(live, table, key))
    headers = carrier_of(table).carrying(token)
    return Service(live.target, purpose=PURPOSE).ask(table.logout or "", table.logout_method, headers=headers)


def _owner(live: Live, table: Auth, key: str) -> Client | None:
    """The client that these tokens belong to, if the settings name it."""
    if table.scheme in GIVEN:
        return client_of(live, table, table, key)
    if not (table.client_id or table.client_id_env):
        return None
    return Client(named(live, table, "client_id", key), live.secret(table, "client_secret", key), "")
