"""Settings about how to reach an API beside the service, such as that of Prometheus; they never contain a secret."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from pytest_golive.settings.targets.transport import ClientCertificate
from pytest_golive.settings.values.kinds import (
    Argument,
    Duration,
    HeaderName,
    HeaderValue,
    Path,
    PlainHeader,
    Prefix,
    Url,
    Variable,
)
from pytest_golive.settings.values.table import Table

Command = tuple[Argument, ...]


class ReachingApi(Table):
    """How to reach an HTTP API beside the service, and who we are there."""

    url: Url | None = Field(
        None,
        description="address of the API, with its path prefix: 'https://host/prometheus'; or url_env",
    )
    url_env: Variable | None = Field(None, description="environment variable that holds it instead")
    token_env: Variable | None = Field(None, description="environment variable that holds a token")
    token_command: Command | None = Field(None, min_length=1, description="command that prints the token")
    token_header: HeaderName = Field("Authorization", description="header that carries the token")
    token_prefix: Prefix = Field("Bearer", description="word before the token; '' for none")
    username_env: Variable | None = Field(None, description="environment variable that holds the user of HTTP Basic")
    password_env: Variable | None = Field(None, description="environment variable that holds the password")
    tenant: HeaderValue | None = Field(None, description="tenant whose data is asked for, such as Mimir's and Tempo's")
    tenant_header: PlainHeader = Field("X-Scope-OrgID", description="header that carries the tenant")
    headers: dict[PlainHeader, HeaderValue] = Field(
        default_factory=dict, description="further headers of every request; never credentials"
    )
    ca_file: Path | None = Field(
        None, description="PEM file of a private authority, which is trusted in addition to those of this machine"
    )
    client_certificate: ClientCertificate | None = Field(None, description="presented if the API requires mutual TLS")
    timeout: Duration = Field("20s", description="longest time one request may take")
    max_body: int = Field(40_000_000, ge=1, description="longest answer that is read, in bytes, after decompression")

    @model_validator(mode="after")
    def _is_one_way(self) -> ReachingApi:
        if self.url is not None and self.url_env is not None:
            raise ValueError("has url and url_env, which could contradict each other; keep one of them")
        if self.token_env is not None and self.token_command is not None:
            raise ValueError("has token_env and token_command, which could contradict each other; keep one of them")
        if (self.username_env is None) != (self.password_env is None):
            raise ValueError("needs username_env and password_env together")
        has_token = self.token_env is not None or self.token_command is not None
        if has_token and self.username_env is not None and self.token_header.lower() == "authorization":
            raise ValueError("has a token and a password for the same header; keep one of them, or name token_header")
        return self

    def variables(self) -> Iterator[str]:
        """The environment variables with its secrets."""
        passphrase = self.client_certificate.passphrase_env if self.client_certificate else None
        yield from filter(None, (self.token_env, self.password_env, passphrase))
