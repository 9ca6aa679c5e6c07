"""Settings about the metrics of a target: where they are read, and which are this service's."""

from __future__ import annotations

from pydantic import Field, model_validator

from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.kinds import Duration, Size, Text, Url, UrlPath
from pytest_golive.settings.values.table import Table


class Signal(Table):
    """How one signal is measured, instead of what is chosen by the names of the metrics."""

    query: Text | None = Field(
        None, description="PromQL whose value is the signal, or one value for each instance; $window is the window"
    )
    unit: Text | None = Field(
        None,
        description="unit of its value: 'ratio' or '%', 's' or 'ms', 'bytes' or 'cores'; or that of a metric of "
        "response times that does not say its own",
    )
    trusted: bool = Field(
        default=False,
        description="the team answers for what the query computes, and of whom, where golive does not understand",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Signal:
        if self.query is None and self.unit is None:
            raise ValueError("needs a query, a unit, or both")
        if self.trusted and self.query is None:
            raise ValueError("has trusted = true, and no query that could be trusted")
        return self


class Metrics(ReachingApi):
    """``metrics``: a Prometheus, or what speaks its HTTP API; without url, each instance is scraped."""

    instances: tuple[Url, ...] = Field(
        (), description="addresses of the instances to scrape without a Prometheus; the target's own if not given"
    )
    path: UrlPath = Field("/metrics", description="path of the metrics of each instance")
    selector: dict[str, str] = Field(
        default_factory=dict, description="labels of this service's series in Prometheus, such as job = 'shop'"
    )
    window: Duration = Field("5m", description="window of rates and quantiles in Prometheus")
    scrape_for: Duration = Field("30s", description="time over which instances are scraped without a Prometheus")
    scrape_every: Duration = Field("5s", description="time between two of these scrapes")
    framework: Text | None = Field(
        None, description="what exports the metrics, such as 'micrometer'; found by their names if not given"
    )
    scrape_interval: Duration | None = Field(
        None, description="time between two scrapes, where the server does not say; 1m if not given"
    )
    needed: tuple[Text, ...] = Field(
        (), description="metrics that each instance must have; those of its requests if none are given"
    )
    request_path: UrlPath | None = Field(
        None,
        description="path of the read-only requests that must show in the metrics; the first endpoint without "
        "credentials if not given",
    )
    requests: int = Field(
        20,
        ge=1,
        le=1000,
        description="how many of these are sent; where others ask for the path, too, up to 20 times as many",
    )
    own_requests: int = Field(
        0,
        ge=0,
        le=10_000,
        description="read-only requests that a run sends before it reads error rate and latency, for a service "
        "without traffic of its own",
    )
    memory_limit: Size | None = Field(
        None, description="memory that one instance may use, such as '512MiB', where no metric says it"
    )
    cpu_limit: float | None = Field(None, gt=0, description="cores that one instance may use, where no metric says it")
    error_rate: Signal | None = Field(None, description="own query for the rate of errors")
    latency: Signal | None = Field(None, description="own query for the response time")
    memory: Signal | None = Field(None, description="own query for the share of the memory limit in use")
    cpu: Signal | None = Field(None, description="own query for the share of the CPU limit in use")
    queue_depth: Signal | None = Field(None, description="own query for the number of waiting jobs")
