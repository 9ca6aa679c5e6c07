"""Settings about the metrics of a target: where they are read, and which are this service's."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.kinds import Duration, Text, Url, UrlPath
from pytest_golive.settings.values.table import Table


class Signal(Table):
    """How one signal is measured, instead of what is chosen by the names of the metrics."""

    query: Text = Field(description="PromQL whose value is the signal")
    unit: Text | None = Field(None, description="unit of its value: 's', 'ms', '%', 'ratio', 'bytes'")


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
    error_rate: Signal | None = Field(None, description="own query for the rate of errors")
    latency: Signal | None = Field(None, description="own query for the response time")
    memory: Signal | None = Field(None, description="own query for the share of the memory limit in use")
    cpu: Signal | None = Field(None, description="own query for the share of the CPU limit in use")
    queue_depth: Signal | None = Field(None, description="own query for the number of waiting jobs")
