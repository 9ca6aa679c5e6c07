"""Settings about logging in to a target. They name variables, and never contain a credential."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pytest_golive.settings.targets.schemes import complaints
from pytest_golive.settings.values.kinds import (
    Argument,
    HeaderName,
    Method,
    OneOrMore,
    Prefix,
    Refusal,
    Shows,
    Text,
    Url,
    UrlPath,
    Variable,
    unknown_paths,
)
from pytest_golive.settings.values.table import Table

Command = tuple[Argument, ...]
SHOWN = (
    "text of the protected data, which a rejection must not contain: words, or a table of them by path, such as "
    "{ '/orders' = 'Teapot', '/admin' = 'customers' }"
)
REJECTION = "status, or list of statuses, that every rejection must have, such as 401 or [401, 404]; any if not given"


class Identity(Table):
    """An identity that may log in; which settings it needs depends on the scheme."""

    username: Text | None = Field(None, description="name of the user")
    username_env: Variable | None = Field(None, description="environment variable that holds it")
    password_env: Variable | None = Field(None, description="environment variable that holds the password")
    password_command: Command | None = Field(None, min_length=1, description="command that prints the password")
    token_env: Variable | None = Field(None, description="environment variable that holds a valid token")
    token_command: Command | None = Field(None, min_length=1, description="command that prints a valid token")
    client_id: Text | None = Field(None, description="name of the OAuth client")
    client_id_env: Variable | None = Field(None, description="environment variable that holds it")
    client_secret_env: Variable | None = Field(None, description="environment variable that holds its secret")
    client_secret_command: Command | None = Field(None, min_length=1, description="command that prints its secret")


class Lesser(Identity):
    """``lesser``: a user who may log in, and may not do everything."""

    forbidden: tuple[UrlPath, ...] = Field(min_length=1, description="paths that must be rejected to them")
    allowed: tuple[UrlPath, ...] = Field(
        (),
        description="paths that they may read and anonymous users may not, such as ['/account'], besides "
        "protected; a user who can read nothing may not be logged in at all, and then a rejection proves nothing",
    )
    status: Annotated[tuple[Refusal, ...], OneOrMore] = Field(
        (),
        description="status, or list of statuses, that their rejections must have, such as 403; if not given, whatever "
        "rejects, and a 401 is noted",
    )
    scope: Text | None = Field(None, description="oauth2, oidc: scope to ask for; that of auth if not given")


class Auth(Identity):
    """``auth``: one way of logging in, and what it protects."""

    scheme: Literal["basic", "bearer", "token", "session", "oauth2", "oidc"] = Field(
        description="how clients prove who they are; token: as bearer, under another word or in another header"
    )
    protected: tuple[UrlPath, ...] = Field(min_length=1, description="paths that require these credentials")
    name: Text | None = Field(None, description="how reports call it; the scheme if not given")
    shows: Shows = Field(default_factory=dict, description=SHOWN)
    status: Annotated[tuple[Refusal, ...], OneOrMore] = Field((), description=REJECTION)
    lesser: Lesser | None = Field(None, description="a second identity that lacks a right")
    # Tokens, and how they are sent.
    header: HeaderName | None = Field(
        None, description="all but basic and session: header that carries the token; Authorization if not given"
    )
    prefix: Prefix | None = Field(
        None,
        description="all but basic and session: word before the token, such as 'ApiKey', or '' for none; if not given, "
        "in Authorization 'Bearer' (scheme token: 'Token'), and none in another header",
    )
    expired_token_env: Variable | None = Field(None, description="environment variable that holds an expired token")
    revoked_token_env: Variable | None = Field(
        None, description="environment variable that holds a revoked token, which has not expired yet"
    )
    wrong_audience_token_env: Variable | None = Field(
        None, description="environment variable that holds a valid token for another service (audience)"
    )
    wrong_issuer_token_env: Variable | None = Field(
        None, description="environment variable that holds a valid token of another issuer"
    )
    not_yet_valid_token_env: Variable | None = Field(
        None, description="environment variable that holds a token whose nbf is in the future"
    )
    unknown_crit_token_env: Variable | None = Field(
        None, description="environment variable that holds a token with an unknown critical extension (crit)"
    )
    # The log-out.
    logout: UrlPath | None = Field(
        None, description="path that ends the session, or that a token is sent to; what is replayed must be rejected"
    )
    logout_method: Method = Field("POST", description="HTTP method of the log-out request")
    revocation_url: Url | None = Field(
        None, description="where a token is revoked instead (RFC 7009), by client_id and its secret if they are named"
    )
    logout_token_env: Variable | None = Field(
        None, description="bearer, token: environment variable that holds a second valid token, which is logged out"
    )
    logout_token_command: Command | None = Field(
        None, min_length=1, description="command that prints it; token_command is run again if neither is named"
    )
    replay: Literal["noted", "refused"] = Field(
        "noted",
        description="session: what must become of a copy of the cookie after the log-out if the session lives in the "
        "cookie itself, as Flask's does; 'refused' where a list of ended sessions is kept",
    )
    # Log-in by form.
    login: UrlPath = Field("/login", description="session: page of the log-in form")
    username_field: Text = Field("username", description="session: name of the form's field for the user")
    password_field: Text = Field("password", description="session: name of the form's field for the password")
    csrf_field: Text | None = Field(
        None, description="session: hidden field of the token; found by its name if not given"
    )
    json_login: bool = Field(default=False, description="session: whether JSON is sent instead of a form")
    renews_session: bool = Field(
        default=False,
        description="session: whether the session's id must change at log-in; a kept one is noted only, if not set, as "
        "widespread libraries keep it",
    )
    # The issuer of tokens.
    token_url: Url | None = Field(None, description="oauth2: the token endpoint")
    issuer: Url | None = Field(None, description="oidc: the provider; bearer: whose name the token must carry")
    scope: Text | None = Field(None, description="oauth2, oidc: scope to ask for")
    audience: Text | None = Field(None, description="the audience that tokens must have")
    resource: Text | None = Field(None, description="oauth2, oidc: resource indicator to ask for (RFC 8707)")
    other_resource: Text | None = Field(None, description="oidc: a resource whose tokens must be rejected here")
    jwks_url: Url | None = Field(None, description="bearer: where the keys of a JWT's issuer are published")
    signing_key_env: Variable | None = Field(
        None,
        description="environment variable with the test key (PEM or shared secret) that this target's JWTs are "
        "signed with, so that wrong claims can be tried under a right signature",
    )
    signing_key_command: Command | None = Field(None, min_length=1, description="command that prints that key")

    @model_validator(mode="after")
    def _is_complete(self) -> Auth:
        lesser = self.lesser.model_fields_set if self.lesser else None
        paths = (*self.protected, *(self.lesser.forbidden if self.lesser else ()))
        if unknown := unknown_paths(self.shows, paths):
            raise ValueError(f"shows names {unknown}, which is neither protected nor forbidden; name it there, too")
        for complaint in complaints(self.scheme, self.model_fields_set, lesser):
            raise ValueError(complaint)
        return self
