"""Settings about the traces of a target: where they are found again, and which request is sent for it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pytest_golive.settings.targets.endpoints import Endpoint
from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.kinds import Duration, Method, OneOrMore, Status, Text, Url, UrlPath
from pytest_golive.settings.values.table import Table


class Collector(Table):
    """``collector``: the metrics of what passes spans on, such as the OpenTelemetry Collector or Jaeger itself."""

    selector: dict[str, str] = Field(
        default_factory=dict, description="labels of its series in the Prometheus of metrics, such as job = 'collector'"
    )
    instances: tuple[Url, ...] = Field((), description="addresses to scrape instead, such as 'http://127.0.0.1:8888'")
    path: UrlPath = Field("/metrics", description="path of the metrics of each instance")


class Success(Table):
    """``success``: how the share of traces that succeed is measured."""

    of: Literal["traces", "spans"] = Field(
        "traces",
        description="what is counted: the latest traces, which fail with the service's work; or spans, which a "
        "collector delivers or loses",
    )
    window: Duration = Field("1h", description="period of the traces; that of spans is in metrics")
    most: int = Field(500, ge=10, le=5000, description="largest number of traces that is read; the latest count")
    least: int = Field(20, ge=1, description="smallest number of traces, or of spans, that says anything")


class Traces(ReachingApi):
    """``traces``: where traces are queried, and a request whose trace must be found there."""

    kind: Literal["auto", "jaeger", "jaeger-v3", "tempo", "zipkin"] = Field(
        "auto", description="what answers there; auto: found by what it answers"
    )
    services: tuple[Text, ...] = Field(
        min_length=1,
        description="services that must have a part in the trace, as their spans name them; the first one receives "
        "the request",
    )
    path: UrlPath | None = Field(
        None, description="path that is requested, which all of them serve; the first of endpoints if not given"
    )
    instances: tuple[Url, ...] = Field(
        (),
        description="addresses of the service's instances, each of which gets a request; those of metrics if not given",
    )
    method: Method = Field("GET", description="method of the request")
    status: Annotated[tuple[Status, ...], OneOrMore] = Field(
        (), description="status, or list of statuses, that it must get; any success if not given"
    )
    auth: bool | Text = Field(
        default=False, description="whether it is sent with credentials, as in endpoints: true, or the name of a table"
    )
    wait: Duration = Field("30s", description="longest time until the trace must be there and whole")
    success: Success = Field(Success.model_construct(), description="how the share of successes is measured")
    collector: Collector | None = Field(None, description="metrics of what passes spans on")

    @property
    def own_request(self) -> tuple[Endpoint, ...]:
        """The request that this table names; none if it leaves that to the target's endpoints."""
        if self.path is None:
            return ()
        return (Endpoint(path=self.path, method=self.method, status=self.status or (200,), auth=self.auth),)

    def request(self, endpoints: tuple[Endpoint, ...]) -> Endpoint | None:
        """The request that is sent; None if neither this table nor *endpoints* name one."""
        return next(iter((*self.own_request, *(one for one in endpoints if one.method == self.method))), None)
