"""The settings in ``[tool.golive.targets.NAME]``: where a service runs, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from pytest_golive.settings.targets.alerts.meaning import bounds_of
from pytest_golive.settings.targets.alerts.table import Alerts
from pytest_golive.settings.targets.api_keys import ApiKeys
from pytest_golive.settings.targets.auth import Auth
from pytest_golive.settings.targets.endpoints import Endpoint
from pytest_golive.settings.targets.metrics import Metrics
from pytest_golive.settings.targets.observed.dashboards import Dashboards
from pytest_golive.settings.targets.observed.slos import Slos
from pytest_golive.settings.targets.observed.traces import Traces
from pytest_golive.settings.targets.rate_limit import RateLimit
from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.targets.transport import ClientCertificate, Transport
from pytest_golive.settings.values import web
from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import (
    Argument,
    Duration,
    HeaderName,
    HeaderValue,
    OneOrMore,
    Path,
    Pattern,
    PlainHeader,
    Text,
    Url,
    UrlPath,
    Variable,
)
from pytest_golive.settings.values.table import Table

Permission = Literal["auth_flows", "rate_limit", "load", "deploy", "write", "drill"]
PERMISSIONS: tuple[str, ...] = get_args(Permission)
KEYS = "api_keys"
SAMPLES = "samples healthy and of this release"
PUBLIC = {"username_env", "client_id_env", "cert_file_env", "key_file_env"}


class Stability(Table):
    """``stability``: how often the target is sampled before it counts as stable."""

    samples: int = Field(5, ge=1, le=1000, description="samples in a row that must be good in every respect")
    interval: Duration = Field("1s", description="time between two samples")


class Target(Table):
    """``[tool.golive.targets.NAME]``: an environment in which the service runs."""

    url: Url | None = Field(None, description="address of the service; or url_env")
    url_env: Variable | None = Field(None, description="environment variable that holds it, as of a preview")
    start: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="starts it on this machine for the run; {port}: of url, a free one for 0; {python}: our own",
    )
    production: bool = Field(default=False, description="whether customers use it")
    allow: tuple[Permission, ...] = Field(
        (), description="what may be done to production, if --golive-allow permits it as well"
    )
    rollback: Literal["by hand", "automatic"] = Field(
        default="by hand", description="how a deployment that does not hold is rolled back"
    )
    shares_address: bool = Field(
        default=False, description="whether production answers at its address, too, and goes by its name alone"
    )
    health: UrlPath = Field("/healthz", description="path of the health check")
    health_json: Text | None = Field(
        None,
        description="the one value of its JSON that counts, such as 'data.state'; whatever looks like a word of "
        "health, if not given",
    )
    health_well: tuple[Text, ...] = Field(
        (),
        description="words of health that mean the service can work, besides the usual ones such as 'UP'; also ones "
        "that usually mean it cannot, such as 'degraded'",
    )
    health_ill: tuple[Text, ...] = Field(
        (), description="words of health that mean it cannot, besides the usual ones such as 'DOWN'"
    )
    version: UrlPath = Field("/version", description="path that reports the release, as JSON or as text")
    version_json: Text | None = Field(None, description="key of the JSON that holds it, such as 'build.version'")
    version_header: HeaderName | None = Field(None, description="header of the health check that reports it instead")
    version_samples: int = Field(20, ge=1, le=1000, description="number of requests for it, to reach every instance")
    instances: int = Field(1, ge=1, description="number of instances that must respond, each with this release")
    instance_json: Text | None = Field(
        None,
        description="what tells them apart: key of the JSON that names the release, such as 'pod.name'; a name such as "
        "'instance', 'host' or 'pod', if nothing is given",
    )
    instance_header: HeaderName | None = Field(
        None, description="... a header of that answer; X-Instance, X-Pod, X-Hostname or X-Backend, if nothing is given"
    )
    instance_cookie: Text | None = Field(
        None, description="... a cookie that it sets, such as the one by which a load balancer keeps clients apart"
    )
    instance_pattern: Pattern | None = Field(
        None, description="... a regular expression for its text; its first group counts, such as 'from (\\S+)'"
    )
    endpoints: tuple[Endpoint, ...] = Field((), description="requests that customers depend on")
    auth: Annotated[tuple[Auth, ...], OneOrMore] = Field(
        (), description="how clients log in: a table, or a list of them"
    )
    api_keys: ApiKeys | None = Field(None, description="which API keys are accepted")
    rate_limit: RateLimit | None = Field(None, description="how many requests are accepted")
    metrics: Metrics | None = Field(None, description="where its metrics are read")
    alerts: Alerts | None = Field(None, description="who is called if something is wrong with it")
    slos: Slos | None = Field(None, description="its service level objectives")
    dashboards: Dashboards | None = Field(None, description="its dashboards in Grafana")
    traces: Traces | None = Field(None, description="where its traces are found again")
    transport: Transport = Field(Transport.model_construct(), description="requirements for TLS and headers")
    stability: Stability = Field(Stability.model_construct(), description="how often staging is sampled")
    wait: Duration = Field("30s", description="longest time the service may take to start")
    wait_interval: Duration = Field("500ms", description="time between two requests while it starts")
    timeout: Duration = Field("10s", description="longest time one request may take, from connecting to the last byte")
    connect_timeout: Duration = Field("5s", description="longest time to connect")
    max_body: int = Field(5_000_000, ge=1, description="longest body that is read, in bytes, after decompression")
    max_redirects: int = Field(5, ge=0, le=20, description="longest chain of redirects that is followed")
    ca_file: Path | None = Field(
        None, description="PEM file of a private authority, which is trusted in addition to those of this machine"
    )
    client_certificate: ClientCertificate | None = Field(
        None, description="presented to a service that requires mutual TLS; never to any other"
    )
    headers: dict[PlainHeader, HeaderValue] = Field(
        default_factory=dict, description="headers of every request; never credentials"
    )

    @model_validator(mode="after")
    def _is_safe(self) -> Target:
        if self.url is None and self.url_env is None:
            raise ValueError("needs url (the address of the service), or url_env (the variable that holds it)")
        if self.url is not None and self.url_env is not None:
            raise ValueError("has url and url_env, which could contradict each other; keep one of them")
        if self.start is not None and self.production:
            raise ValueError("a production target is not started by a test run; remove start")
        if self.start is not None and not web.is_loopback(self.url or ""):
            raise ValueError("start needs a url on this machine, such as 'http://127.0.0.1:0'")
        if self.start is None and urlsplit(self.url or "").port == 0:
            raise ValueError("port 0 stands for a free port, which only start can use")
        for endpoint in (*self.endpoints, *(self.traces.own_request if self.traces else ())):
            self.way_in(endpoint)
        return self

    def way_in(self, endpoint: Endpoint) -> Auth | ApiKeys | None:
        """The credentials for requests to *endpoint*; None for none.

        Raises:
            ValueError: the settings are ambiguous.
        """
        name = endpoint.auth
        if name is False:
            return None
        ways: list[Auth | ApiKeys] = [auth for auth in self.auth if name in (True, auth.name or auth.scheme)]
        if self.api_keys is not None and (name == KEYS or (name is True and not ways)):
            ways.append(self.api_keys)
        if isinstance(name, str) and len(ways) != 1:
            known = [*(auth.name or auth.scheme for auth in self.auth), *([KEYS] if self.api_keys else [])]
            fits = "is none of them" if not ways else "fits more than one; give each a name"
            raise ValueError(
                f"the endpoint {endpoint.path} asks for the credentials {name!r}, which {fits}; "
                f"there are {', '.join(known) or 'none: describe auth or api_keys'}"
            )
        return ways[0] if ways else None

    def bounds(self, name: str) -> Mapping[str, Sequence[Bound]]:
        """What the limits of the target *name* mean to the gates, by gate."""
        key = f"targets.{name}.{{}}".format
        hosts = ("instance", "pod", "node", "replica", "host", "server")
        one, many = self.instances, self.stability.samples
        instances = Bound(key("instances"), ">=", one, "", "instances that answered", counts=True, words=hosts)
        samples = Bound(key("stability.samples"), ">=", many, "", SAMPLES, counts=True, words=("sample",))
        found = {
            "smoke::version": [instances],
            "infrastructure::staging_deployed": [instances, samples],
            "infrastructure::alerting_configured": list(bounds_of(self.alerts, key("alerts"))),
            "security::transport": list(self.transport.bounds(key("transport"))),
        }
        if (limit := self.rate_limit) is not None:
            found["security::rate_limit"] = [limit.bound(key("rate_limit.requests"))]
        if self.slos is not None:
            found["monitoring::slos_defined"] = [self.slos.bound(key("slos.budget_left"))]
        return found

    def variables(self) -> Iterator[str]:
        """The environment variables with its secrets, without names of users and clients."""
        for table in (*self.auth, *(auth.lesser for auth in self.auth), self.api_keys, self.client_certificate):
            if table is not None:
                yield from (value for name, value in table if name.endswith("_env") and value and name not in PUBLIC)
        for _, value in self:
            if isinstance(value, ReachingApi | Alerts):
                yield from value.variables()
