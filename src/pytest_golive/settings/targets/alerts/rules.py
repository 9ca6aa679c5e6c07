"""Settings about the rules of alerts: which must exist, how strict, and how that is proven."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, Glob, Reason, Text
from pytest_golive.settings.values.table import Table

Signal = Literal["error_rate", "latency", "memory", "cpu", "queue_depth"]
Rung = Literal["parsed", "simulated", "drilled"]
NUMBER: Final = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s{0,3}(%|ms|s|)", re.ASCII)
# By what the unit of a limit is multiplied, for percent, for milliseconds, and for a number of items.
UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "%": {"%": 1.0},
    "ms": {"ms": 1.0, "s": 1000.0},
    "": {"": 1.0},
}
LONGEST_WINDOW: Final = 86_400.0  # seconds
EXAMPLES: Final = {"%": "'2%'", "ms": "'500ms'", "": "'1000'"}


def number_of(text: str, unit: str) -> float:
    """The number of a limit, in *unit*.

    Raises:
        ValueError: it has no unit, or another.
    """
    found = NUMBER.fullmatch(text.strip())
    if found is None or found[2] not in UNITS[unit]:
        raise ValueError(f"must be a limit such as {EXAMPLES[unit]}")
    number = float(found[1]) * UNITS[unit][found[2]]
    if unit == "%" and not 0 < number < 100:  # noqa: PLR2004 -- percent
        raise ValueError("must be above 0 % and below 100 %")
    return number


def _percent(text: str) -> str:
    number_of(text, "%")
    return text


def _time(text: str) -> str:
    number_of(text, "ms")
    return text


def _count(text: str) -> str:
    number_of(text, "")
    return text


def _window(text: str) -> str:
    if seconds(text) > LONGEST_WINDOW:
        raise ValueError("must be at most 24h: over more, a burst of errors drowns in what worked before")
    return text


Window = Annotated[Duration, AfterValidator(_window)]
Percent = Annotated[str, AfterValidator(_percent)]
Time = Annotated[str, AfterValidator(_time)]
Count = Annotated[str, AfterValidator(_count)]


class NeededAlert(Table):
    """What is common to all alerts that must exist."""

    longest_for: Duration | None = Field(
        None, description="longest time by which it may wait; if not given, that of all"
    )
    longest_window: Window | None = Field(
        None, description="longest time over which it may average; that of all alerts, if not given"
    )
    selector: dict[str, str] | None = Field(
        None,
        description="labels of this service's series of this signal, such as container = 'shop', instead of those"
        " of all",
    )
    metrics: tuple[Text, ...] = Field(
        (), description="names of metrics that are this signal, with * for any text, besides those that are known"
    )


class ErrorRateAlert(NeededAlert):
    """``alerts.error_rate``: the alert about failed requests."""

    limit: Percent = Field("2%", description="share of requests that fail, past which it must fire")


class LatencyAlert(NeededAlert):
    """``alerts.latency``: the alert about slow requests."""

    limit: Time = Field("500ms", description="response time past which it must fire")
    percentile: float = Field(95.0, gt=0, lt=100, description="percentile of the response time")


class MemoryAlert(NeededAlert):
    """``alerts.memory``: the alert about memory."""

    limit: Percent = Field("80%", description="share of the memory limit past which it must fire")


class CpuAlert(NeededAlert):
    """``alerts.cpu``: the alert about CPU, if one is needed."""

    limit: Percent = Field("80%", description="share of the CPU limit past which it must fire")


class QueueDepthAlert(NeededAlert):
    """``alerts.queue_depth``: the alert about waiting jobs."""

    limit: Count = Field("1000", description="number of waiting jobs past which it must fire")


class AlertRules(Table):
    """The part of ``alerts`` that is about rules."""

    needed: tuple[Signal, ...] = Field(
        ("error_rate", "latency", "memory", "queue_depth"), min_length=1, description="signals that need an alert"
    )
    without: dict[Signal, Reason] = Field(
        default_factory=dict, description="signals that need none, and why: queue_depth = 'it has no queue'"
    )
    error_rate: ErrorRateAlert = Field(ErrorRateAlert.model_construct(), description="the alert about failed requests")
    latency: LatencyAlert = Field(LatencyAlert.model_construct(), description="the alert about slow requests")
    memory: MemoryAlert = Field(MemoryAlert.model_construct(), description="the alert about memory")
    cpu: CpuAlert = Field(CpuAlert.model_construct(), description="the alert about CPU")
    queue_depth: QueueDepthAlert = Field(QueueDepthAlert.model_construct(), description="the alert about waiting jobs")
    longest_for: Duration = Field("15m", description="longest time by which an alert may wait before it fires")
    longest_window: Window = Field("1h", description="longest time over which an alert may average, at most 24h")
    lowest_traffic: float = Field(
        0.0, ge=0, description="requests per second below which an alert about requests may stay silent"
    )
    severities: tuple[Text, ...] = Field(
        (), description="values of the label severity, one of which each needed alert must have; any, if not given"
    )
    conditions: tuple[Text, ...] = Field(
        (), description="metrics that may keep a needed alert from firing, such as 'maintenance_*'; * is any text"
    )
    rules: tuple[Glob, ...] = Field(
        (), description="files of the repository with rules, which must be loaded on the server as they stand there"
    )
    rung: Rung = Field(
        "parsed",
        description="how an alert is proven at least: parsed, simulated by promtool, drilled by a synthetic alert",
    )

    @model_validator(mode="after")
    def _needs_some(self) -> AlertRules:
        if not self.signals:
            raise ValueError("needs no alert at all, for without names each signal of needed")
        return self

    @property
    def signals(self) -> tuple[Signal, ...]:
        """The signals that need an alert."""
        return tuple(dict.fromkeys(signal for signal in self.needed if signal not in self.without))
