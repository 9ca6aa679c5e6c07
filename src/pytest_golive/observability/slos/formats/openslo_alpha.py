"""The format openslo/v1alpha, the first one: an objective holds its own queries."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pytest_golive.observability.reading.models import CamelSpec
from pytest_golive.observability.slos.formats import targets
from pytest_golive.observability.slos.formats.openslo import Budgeting, Calendar, Operator, ServiceDocument
from pytest_golive.observability.slos.formats.openslo_indicators import Metadata

VERSION = "openslo/v1alpha"


class Query(CamelSpec):
    """One query."""

    source: str
    query_type: str
    query: str
    metadata: dict[str, Any] | None = None


class Ratio(CamelSpec):
    """``ratioMetrics``."""

    incremental: bool | None = None
    counter: bool | None = None
    good: Query
    total: Query


class Threshold(CamelSpec):
    """``indicator``."""

    threshold_metric: Query


class Window(CamelSpec):
    """One of ``timeWindows``."""

    unit: Literal["Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year"]
    count: int = Field(ge=1)
    is_rolling: bool | None = None
    calendar: Calendar | None = None


class Objective(CamelSpec):
    """One of ``objectives``."""

    display_name: str | None = None
    op: Operator | None = None
    value: float | None = None
    target: float
    time_slice_target: float | None = Field(None, gt=0, le=1)
    ratio_metrics: Ratio | None = None

    @field_validator("target")
    @classmethod
    def _is_sane(cls, value: float) -> float:
        return targets.ratio(value)


class SloSpec(CamelSpec):
    """``spec`` of an SLO."""

    description: str | None = None
    service: str = Field(min_length=1)
    indicator: Threshold | None = None
    time_windows: list[Window] = Field(min_length=1, max_length=1)
    budgeting_method: Budgeting
    objectives: list[Objective] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> SloSpec:
        with_ratio = [each.ratio_metrics is not None for each in self.objectives]
        if self.indicator is None and not all(with_ratio):
            raise ValueError("needs indicator.thresholdMetric, or ratioMetrics in each of its objectives")
        if self.indicator is not None and any(with_ratio):
            raise ValueError("has both indicator.thresholdMetric and ratioMetrics; keep one of them")
        return self


class SloDocument(CamelSpec):
    """``kind: SLO``."""

    api_version: str
    kind: str
    metadata: Metadata
    spec: SloSpec


KINDS: dict[str, type[CamelSpec]] = {"SLO": SloDocument, "Service": ServiceDocument}
