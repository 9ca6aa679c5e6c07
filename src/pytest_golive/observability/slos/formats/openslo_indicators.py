"""The indicators of openslo/v1: where a value comes from, as a ratio or to be compared with a threshold."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, model_validator

from pytest_golive.observability.reading.models import CamelSpec

RATIO_NEEDS: Final = "needs good and total, or bad and total, or raw with rawType"


class Metadata(CamelSpec):
    """``metadata`` of any kind."""

    name: str = Field(min_length=1)
    display_name: str | None = None
    labels: dict[str, Any] | None = None
    annotations: dict[str, Any] | None = None


class MetricSource(CamelSpec):
    """``metricSource``: where a query is asked; "query" of spec is the query."""

    metric_source_ref: str | None = None
    type: str | None = None
    spec: dict[str, Any]


class Metric(CamelSpec):
    """One query."""

    metric_source: MetricSource


class RatioMetric(CamelSpec):
    """``ratioMetric``."""

    counter: bool | None = None
    good: Metric | None = None
    bad: Metric | None = None
    total: Metric | None = None
    raw_type: Literal["success", "failure"] | None = None
    raw: Metric | None = None

    @model_validator(mode="after")
    def _is_one(self) -> RatioMetric:
        counts = [part for part in (self.good, self.bad) if part is not None]
        if self.raw is not None:
            if counts or self.total is not None or self.raw_type is None:
                raise ValueError(RATIO_NEEDS)
        elif len(counts) != 1 or self.total is None:
            raise ValueError(RATIO_NEEDS)
        return self


class SliSpec(CamelSpec):
    """``spec`` of an SLI."""

    description: str | None = None
    threshold_metric: Metric | None = None
    ratio_metric: RatioMetric | None = None

    @model_validator(mode="after")
    def _is_one(self) -> SliSpec:
        if (self.threshold_metric is None) == (self.ratio_metric is None):
            raise ValueError("needs either ratioMetric or thresholdMetric")
        return self


class Sli(CamelSpec):
    """``kind: SLI``, or an indicator within an SLO."""

    api_version: str | None = None
    kind: str | None = None
    metadata: Metadata
    spec: SliSpec
