"""What a team may write in ``[tool.golive.targets.NAME]``: where a service runs, and how it is proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from pytest_golive.settings import web
from pytest_golive.settings.access import ApiKeys, Auth, RateLimit
from pytest_golive.settings.kinds import (
    Argument,
    Duration,
    HeaderName,
    HeaderValue,
    Method,
    Path,
    PlainHeader,
    Status,
    Text,
    Url,
    UrlPath,
)
from pytest_golive.settings.table import Table

Permission = Literal["auth_flows", "rate_limit", "load", "deploy", "write"]
PERMISSIONS: tuple[str, ...] = get_args(Permission)
PUBLIC = {"username_env", "client_id_env"}


def _as_list(value: Any) -> Any:
    """One value where several may stand."""
    return value if isinstance(value, tuple | list) else (value,)


class Endpoint(Table):
    """One of ``endpoints``: a request that customers depend on, and what it must be answered with."""

    path: UrlPath = Field(description="path below the target's URL; may have a query")
    method: Method = Field("GET", description="HTTP method")
    status: Annotated[tuple[Status, ...], BeforeValidator(_as_list)] = Field(
        (200,), min_length=1, description="status, or list of statuses, that is right"
    )
    json_: Any = Field(None, alias="json", description="what the JSON body must hold, at least")
    text: Text | None = Field(None, description="what the body must hold")
    auth: bool = Field(default=False, description="whether the credentials of auth go with it")
    weight: int = Field(1, ge=1, description="its share of the load")
    name: Text | None = Field(None, description="how reports call it; method and path if not given")


class Transport(Table):
    """``transport``: TLS, and the headers that keep browsers safe."""

    days: int = Field(21, ge=0, description="fewest days that the certificate must still be valid for")
    min_tls: Literal["1.2", "1.3"] = Field("1.2", description="oldest TLS that the service may speak")
    path: UrlPath = Field("/", description="page whose headers and cookies are looked at")
    hsts_days: int = Field(180, ge=0, description="fewest days of Strict-Transport-Security; 0: not wanted")
    headers: tuple[HeaderName, ...] = Field(
        ("X-Content-Type-Options", "Content-Security-Policy|X-Frame-Options", "Referrer-Policy"),
        description="headers that must be there; '|' parts those of which one is enough",
    )
    cookies_for_scripts: tuple[Text, ...] = Field(
        ("csrftoken", "XSRF-TOKEN", "csrf_token", "_csrf"),
        description="cookies that scripts must read, so that they carry no HttpOnly",
    )
    redirect: bool = Field(default=True, description="whether plain http, where it answers, must lead to https")
    http_port: int | None = Field(
        None, ge=1, le=65_535, description="port of plain http; if not given, 80 where https is at 443"
    )


class Stability(Table):
    """``stability``: how often the target is looked at before it counts as steady."""

    samples: int = Field(5, ge=1, le=1000, description="samples in a row that must be good in every respect")
    interval: Duration = Field("1s", description="time between two samples")


class Target(Table):
    """``[tool.golive.targets.NAME]``: an environment that the service runs in."""

    url: Url = Field(description="where the service answers")
    start: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="starts it on this machine for the run; {port}: of url, a free one for 0; {python}: our own",
    )
    production: bool = Field(default=False, description="whether customers use it")
    allow: tuple[Permission, ...] = Field(
        (), description="what may be done to production, if --golive-allow says so, too"
    )
    health: UrlPath = Field("/healthz", description="path that says whether the service can work")
    version: UrlPath = Field("/version", description="path that says which release answers, as JSON or as text")
    version_json: Text | None = Field(None, description="key of the JSON that holds it, such as 'build.version'")
    version_header: HeaderName | None = Field(None, description="header, of the health path, that says it instead")
    version_samples: int = Field(5, ge=1, le=1000, description="answers asked for, to meet every instance")
    instances: int = Field(
        1, ge=1, description="instances that must answer; told apart by 'instance' or host in the JSON"
    )
    endpoints: tuple[Endpoint, ...] = Field((), description="requests that customers depend on")
    auth: Annotated[tuple[Auth, ...], BeforeValidator(_as_list)] = Field(
        (), description="who is admitted: a table, or a list of them"
    )
    api_keys: ApiKeys | None = Field(None, description="which API keys are admitted")
    rate_limit: RateLimit | None = Field(None, description="how many requests are admitted")
    transport: Transport = Field(Transport(), description="what is wanted of TLS and headers")
    stability: Stability = Field(Stability(), description="what counts as steady")
    wait: Duration = Field("30s", description="longest a service may take to answer at first")
    wait_interval: Duration = Field("500ms", description="time between two tries while it starts")
    timeout: Duration = Field("10s", description="longest one request may take, from connecting to the last byte")
    connect_timeout: Duration = Field("5s", description="longest connecting may take")
    max_body: int = Field(5_000_000, ge=1, description="longest body that is read, in bytes, unpacked")
    max_redirects: int = Field(5, ge=0, le=20, description="longest chain of redirects that is followed")
    ca_file: Path | None = Field(None, description="PEM file of the authority that signed the certificate")
    headers: dict[PlainHeader, HeaderValue] = Field(
        default_factory=dict, description="headers of every request; never credentials"
    )

    @model_validator(mode="after")
    def _is_safe(self) -> Target:
        if self.start is not None and self.production:
            raise ValueError("a production target is not started by a test run; remove start")
        if self.start is not None and not web.is_loopback(self.url):
            raise ValueError("start needs a url on this machine, such as 'http://127.0.0.1:0'")
        if self.start is None and urlsplit(self.url).port == 0:
            raise ValueError("port 0 stands for a free port, which only start can use")
        return self

    def variables(self) -> Iterator[str]:
        """The environment variables that hold its secrets; names of users and clients are none."""
        for table in (*self.auth, *(auth.lesser for auth in self.auth), self.api_keys):
            if table is not None:
                yield from (value for name, value in table if name.endswith("_env") and value and name not in PUBLIC)
