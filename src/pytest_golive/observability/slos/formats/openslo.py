"""The format openslo/v1: its kinds, as models."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pytest_golive.observability.reading.models import CamelSpec
from pytest_golive.observability.slos.formats import targets
from pytest_golive.observability.slos.formats.openslo_indicators import Metadata, Sli
from pytest_golive.observability.slos.formats.windows import seconds_of

VERSION = "openslo/v1"
Budgeting = Literal["Occurrences", "Timeslices", "RatioTimeslices"]
Operator = Literal["lte", "gte", "lt", "gt"]


class Calendar(CamelSpec):
    """``calendar`` of a window."""

    start_time: str
    time_zone: str


class TimeWindow(CamelSpec):
    """One of ``timeWindow``."""

    duration: str
    is_rolling: bool | None = None
    calendar: Calendar | None = None

    @model_validator(mode="after")
    def _is_one(self) -> TimeWindow:
        seconds_of(self.duration)
        if self.is_rolling and self.calendar is not None:
            raise ValueError("is either rolling or of the calendar, not both")
        return self


class Objective(CamelSpec):
    """One of ``objectives``."""

    display_name: str | None = None
    op: Operator | None = None
    value: float | None = None
    target: float | None = None
    target_percent: float | None = None
    time_slice_target: float | None = Field(None, gt=0, le=1)
    time_slice_window: str | float | None = None
    indicator: Sli | None = None
    indicator_ref: str | None = None
    composite_weight: float | None = Field(None, gt=0)

    @field_validator("target")
    @classmethod
    def _is_ratio(cls, value: float | None) -> float | None:
        return value if value is None else targets.ratio(value, other="targetPercent")

    @field_validator("target_percent")
    @classmethod
    def _is_percent(cls, value: float | None) -> float | None:
        if value is not None:
            targets.percent(value, other="target")
        return value

    @field_validator("time_slice_window")
    @classmethod
    def _is_duration(cls, value: str | float | None) -> str | float | None:
        if isinstance(value, str):
            seconds_of(value)
        return value

    @model_validator(mode="after")
    def _has_one(self) -> Objective:
        if (self.target is None) == (self.target_percent is None):
            raise ValueError("needs either target, such as 0.999, or targetPercent, such as 99.9")
        return self

    @property
    def ratio(self) -> float:
        """The part of all events that must be good."""
        return self.target if self.target is not None else (self.target_percent or 0.0) / targets.WHOLE

    @property
    def slice_seconds(self) -> float:
        """The length of a slice; 0 if there is none."""
        window = self.time_slice_window
        return seconds_of(window) if isinstance(window, str) else (window or 0.0) * 60


class SloSpec(CamelSpec):
    """``spec`` of an SLO."""

    description: str | None = None
    service: str = Field(min_length=1)
    indicator: Sli | None = None
    indicator_ref: str | None = None
    time_window: list[TimeWindow] = Field(min_length=1, max_length=1)
    budgeting_method: Budgeting
    objectives: list[Objective] = Field(min_length=1)
    alert_policies: list[Any] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> SloSpec:
        given = (self.indicator is not None) + (self.indicator_ref is not None)
        own = [bool(each.indicator) + bool(each.indicator_ref) for each in self.objectives]
        if given > 1 or (given and any(own)) or (not given and any(one != 1 for one in own)):
            raise ValueError("needs one of indicator and indicatorRef, here or in each of its objectives")
        needs_slices = self.budgeting_method != "Occurrences"
        if needs_slices and not all(each.time_slice_window for each in self.objectives):
            raise ValueError(f"{self.budgeting_method} needs timeSliceWindow in each objective")
        if self.budgeting_method == "Timeslices" and not all(each.time_slice_target for each in self.objectives):
            raise ValueError("Timeslices needs timeSliceTarget in each objective")
        return self


class SloDocument(CamelSpec):
    """``kind: SLO``."""

    api_version: str
    kind: str
    metadata: Metadata
    spec: SloSpec


class DataSourceSpec(CamelSpec):
    """``spec`` of a DataSource."""

    description: str | None = None
    type: str
    connection_details: Any = None


class DataSourceDocument(CamelSpec):
    """``kind: DataSource``."""

    api_version: str
    kind: str
    metadata: Metadata
    spec: DataSourceSpec


class ServiceSpec(CamelSpec):
    """``spec`` of a Service."""

    description: str | None = None


class ServiceDocument(CamelSpec):
    """``kind: Service``."""

    api_version: str
    kind: str
    metadata: Metadata
    spec: ServiceSpec


class OtherDocument(CamelSpec):
    """A policy, a condition or a target of alerts: nothing of it is measured here."""

    api_version: str
    kind: str
    metadata: Metadata
    spec: dict[str, Any]


KINDS: dict[str, type[CamelSpec]] = {
    "SLO": SloDocument,
    "SLI": Sli,
    "DataSource": DataSourceDocument,
    "Service": ServiceDocument,
    "AlertPolicy": OtherDocument,
    "AlertCondition": OtherDocument,
    "AlertNotificationTarget": OtherDocument,
}
