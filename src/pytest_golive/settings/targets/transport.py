"""Settings about the transport security of a target: TLS, headers, cookies, and mutual TLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import HeaderName, OneOrMore, Path, Text, UrlPath, Variable
from pytest_golive.settings.values.table import Table


class Transport(Table):
    """``transport``: TLS, and the headers that keep browsers safe."""

    days: int = Field(21, ge=0, description="days for which the certificate must still be valid, at least")
    min_tls: Literal["1.2", "1.3"] = Field("1.2", description="oldest version of TLS that the service may support")
    path: Annotated[tuple[UrlPath, ...], OneOrMore] = Field(
        ("/",), min_length=1, description="page, or list of pages, whose headers and cookies are checked"
    )
    hsts_days: int = Field(180, ge=0, description="fewest days of Strict-Transport-Security; 0: not required")
    headers: tuple[HeaderName, ...] = Field(
        ("X-Content-Type-Options", "Content-Security-Policy|X-Frame-Options", "Referrer-Policy"),
        description="headers that must be present; '|' separates alternatives",
    )
    cookies_for_scripts: tuple[Text, ...] = Field(
        ("csrftoken", "XSRF-TOKEN", "csrf_token", "_csrf"),
        description="cookies that scripts must read, so that they need no HttpOnly",
    )
    redirect: bool = Field(default=True, description="whether plain http, if it responds, must redirect to https")
    http_port: int | None = Field(
        None, ge=1, le=65_535, description="port of plain http; if not given, 80 if https is at 443"
    )

    def bounds(self, key: str) -> Iterator[Bound]:
        """What its limits mean; *key* is the path of this table."""
        lasts = ("certificat", "cert", "expir")
        yield Bound(f"{key}.days", ">=", self.days, "d", "certificate valid for", words=lasts)
        if self.hsts_days:
            yield Bound(f"{key}.hsts_days", ">=", self.hsts_days, "d", "HSTS", words=("hsts", "strict-transport"))


class ClientCertificate(Table):
    """``client_certificate``: what this machine presents to a service that requires mutual TLS."""

    cert_file: Path | None = Field(None, description="PEM file of the certificate with its chain")
    cert_file_env: Variable | None = Field(None, description="environment variable that holds the path of that file")
    key_file: Path | None = Field(
        None, description="PEM file of its private key; in the certificate's file if not given"
    )
    key_file_env: Variable | None = Field(None, description="environment variable that holds the path of that file")
    passphrase_env: Variable | None = Field(
        None, description="environment variable that holds the passphrase of the key"
    )

    @model_validator(mode="after")
    def _is_complete(self) -> ClientCertificate:
        if self.cert_file is None and self.cert_file_env is None:
            raise ValueError("needs cert_file or cert_file_env")
        for name in ("cert_file", "key_file"):
            if getattr(self, name) is not None and getattr(self, f"{name}_env") is not None:
                raise ValueError(f"has {name} and {name}_env, which could contradict each other; keep one of them")
        return self
