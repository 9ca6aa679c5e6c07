"""Who is admitted to a target: log-ins, API keys, rate limits. Credentials are named here, never written."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pytest_golive.settings.kinds import (
    Argument,
    Duration,
    HeaderName,
    Method,
    Status,
    Text,
    Url,
    UrlPath,
    Variable,
)
from pytest_golive.settings.table import Table

Command = tuple[Argument, ...]
# What each scheme cannot do without; "x|y" is either.
NEEDED = {
    "basic": ("username|username_env", "password_env|password_command"),
    "bearer": ("token_env|token_command",),
    "session": ("username|username_env", "password_env|password_command"),
    "oauth2": ("token_url", "client_id|client_id_env", "client_secret_env|client_secret_command"),
    "oidc": ("issuer", "client_id|client_id_env", "client_secret_env|client_secret_command"),
}


class Identity(Table):
    """Somebody who may log in: what is given depends on the scheme."""

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
    """``lesser``: somebody who may log in, and may not do everything."""

    forbidden: tuple[UrlPath, ...] = Field(min_length=1, description="paths that must be refused to them")
    scope: Text | None = Field(None, description="oauth2, oidc: scope to ask for; that of auth if not given")


class Auth(Identity):
    """``auth``: one way of logging in, and what it protects."""

    scheme: Literal["basic", "bearer", "session", "oauth2", "oidc"] = Field(
        description="how clients prove who they are"
    )
    protected: tuple[UrlPath, ...] = Field(min_length=1, description="paths that nobody else may read")
    name: Text | None = Field(None, description="how reports call it; the scheme if not given")
    shows: Text | None = Field(None, description="text of the protected data, which a refusal must not hold")
    expired_token_env: Variable | None = Field(None, description="environment variable that holds an expired token")
    revoked_token_env: Variable | None = Field(None, description="environment variable that holds a revoked token")
    lesser: Lesser | None = Field(None, description="a second identity that lacks a right")
    # Log-in by form.
    login: UrlPath = Field("/login", description="session: page of the log-in form")
    logout: UrlPath | None = Field(None, description="session: path that ends the session")
    logout_method: Method = Field("POST", description="session: method that ends it")
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
    # Tokens.
    token_url: Url | None = Field(None, description="oauth2: where tokens are given out")
    issuer: Url | None = Field(None, description="oidc: the provider; bearer: whose name the token must carry")
    scope: Text | None = Field(None, description="oauth2, oidc: scope to ask for")
    audience: Text | None = Field(None, description="whom tokens must be meant for")
    resource: Text | None = Field(None, description="oauth2, oidc: resource indicator to ask for (RFC 8707)")
    other_resource: Text | None = Field(None, description="oidc: a resource whose tokens must be refused here")
    jwks_url: Url | None = Field(None, description="bearer: where the keys of a JWT's issuer are published")
    signing_key_env: Variable | None = Field(
        None,
        description="environment variable with the test key (PEM or shared secret) that this target's JWTs are "
        "signed with, so that wrong claims can be tried under a right signature",
    )
    signing_key_command: Command | None = Field(None, min_length=1, description="command that prints that key")

    @model_validator(mode="after")
    def _is_complete(self) -> Auth:
        for either in NEEDED[self.scheme]:
            names = either.split("|")
            if not any(getattr(self, name) is not None for name in names):
                raise ValueError(f"scheme {self.scheme!r} needs {' or '.join(names)}")
        return self


class ApiKeys(Table):
    """``api_keys``: which keys are admitted."""

    protected: tuple[UrlPath, ...] = Field(min_length=1, description="paths that nobody may read without a key")
    header: HeaderName = Field("X-API-Key", description="header that carries the key")
    prefix: Text | None = Field(None, description="word before the key in the header, such as 'ApiKey'")
    query: Text | None = Field(None, description="parameter of the query that may carry it; none if not given")
    key_env: Variable | None = Field(None, description="environment variable that holds a valid key")
    key_command: Command | None = Field(None, min_length=1, description="command that prints a valid key")
    second_key_env: Variable | None = Field(None, description="environment variable that holds another client's key")
    revoked_key_env: Variable | None = Field(None, description="environment variable that holds a revoked key")
    other_key_env: Variable | None = Field(
        None, description="environment variable that holds a key of another environment"
    )
    shows: Text | None = Field(None, description="text of the protected data, which a refusal must not hold")

    @model_validator(mode="after")
    def _is_complete(self) -> ApiKeys:
        if self.key_env is None and self.key_command is None:
            raise ValueError("needs key_env or key_command")
        return self


class RateLimit(Table):
    """``rate_limit``: how many requests are admitted."""

    path: UrlPath = Field(description="path that is limited")
    method: Method = Field("GET", description="method that is limited")
    requests: int = Field(ge=1, le=10_000, description="requests after which the limit must hold")
    per: Duration = Field("1m", description="time that the number is meant for")
    status: Status = Field(429, description="status of a refusal")
    by: Literal["auto", "address", "key", "user"] = Field(
        "auto", description="whom the limit is counted for; auto: found out, as far as it can be"
    )
    says_when: bool = Field(
        default=True, description="whether a refusal must say when to come back; nginx itself does not"
    )
    patience: Duration = Field("90s", description="longest that is waited for the service to admit again")
