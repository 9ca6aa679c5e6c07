"""The settings in ``[tool.golive.watch]``: what is watched after a deployment, how long, and what is tolerated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, Final

from pydantic import Field, field_validator, model_validator

from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, GateId, Text
from pytest_golive.settings.values.table import SectionTable, Table
from pytest_golive.settings.values.ways import Way
from pytest_golive.settings.watching.baseline import Baseline
from pytest_golive.settings.watching.objectives import PREFIX, Objectives
from pytest_golive.settings.watching.signals import ALERTS, PROBE, WatchedAlerts, check_probe, off_as_false
from pytest_golive.settings.watching.tolerating import Tolerated

ROW: Final = "stable_after_deploy"
# Without these nobody knows whether customers are served.
NEEDED: Final = ("monitoring::error_rate", "monitoring::latency")
GATES: Final = (
    *NEEDED,
    "monitoring::memory",
    "monitoring::cpu",
    "monitoring::queue_depth",
    "monitoring::trace_success",
    "smoke::healthy",
    "smoke::version",
    "smoke::critical_endpoints",
    "rollback::no_trigger_fired",
)
BUSINESS: Final = "business::"
MOST_SAMPLES: Final = 100_000


class Business(Table):
    """``business.NAME``: a figure of the team's own, such as orders a minute."""

    query: Text = Field(description="PromQL whose value it is; $window is the window of the target's metrics")
    above: float | None = Field(None, description="limit that each value must be above")
    below: float | None = Field(None, description="limit that each value must be below")
    unit: str = Field("", description="unit of the value, for reports")

    @model_validator(mode="after")
    def _has_a_limit(self) -> Business:
        if self.above is None and self.below is None:
            raise ValueError("needs above, below, or both")
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise ValueError(f"has above = {self.above:g} and below = {self.below:g}, and no value is both")
        return self


class Watch(SectionTable):
    """``[tool.golive.watch]``."""

    KEY: ClassVar[str] = "watch"
    PROJECT: ClassVar[str] = "service"
    SHOWN: ClassVar[tuple[str, ...]] = ("duration", "interval", "failure_limit", "fewest_requests")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "duration": Way.LESS,
        "interval": Way.MORE,
        "initial_delay": Way.MORE,
        "consecutive_success_limit": Way.ANY,  # 0 never ends a watch early; of the others, fewer are looser
        "*_limit": Way.MORE,
        "gates": Way.REMOVED,
        "fewest_requests": Way.LESS,
        "probe_interval": Way.ANY,  # false, which is none at all, is the loosest
        "probe_timeout": Way.MORE,
        "alerts.watched": Way.LESS,
        "alerts.labels": Way.ANY,
        "alerts.without": Way.ANY,
        "baseline.tolerance": Way.MORE,
        "baseline.confidence": Way.MORE,
        "baseline.fewest_windows": Way.LESS,
        "baseline.signals": Way.REMOVED,
        "objectives.watched": Way.LESS,
        "objectives.only": Way.ANY,  # none means all of them
        "objectives.burns.*": Way.ANY,
        "objectives.fewest_*": Way.ANY,  # fewer good events prove less, and more bad ones are looser
        "business.*.above": Way.LESS,
        "business.*.below": Way.MORE,
        "business.*.unit": Way.NONE,
    }

    duration: Duration = Field("30m", description="time for which the service must be stable")
    interval: Duration = Field("30s", description="time between two samples")
    initial_delay: Duration | None = Field(None, description="time before the first sample; none if not given")
    failure_limit: int = Field(0, ge=0, description="samples of each signal that may fail")
    inconclusive_limit: int = Field(0, ge=0, description="samples of each signal that may prove nothing")
    consecutive_error_limit: int = Field(
        4, ge=0, description="samples of each signal in succession that may not be taken"
    )
    consecutive_success_limit: int = Field(
        0, ge=0, description="good samples in succession after which the watch ends early; 0 for never"
    )
    gates: tuple[GateId, ...] = Field(GATES, description="gates that each sample evaluates; those of the team, too")
    fewest_requests: int = Field(
        100, ge=1, description="requests in a sample's window without which error rate and response time prove nothing"
    )
    probe_interval: bool | Duration = Field(
        "1s",
        description="time between two requests to the health path over each kind of connection, a fresh one and a kept "
        "one, during the whole watch; false for none",
    )
    probe_timeout: Duration = Field("5s", description="time after which such a request without a response has failed")
    alerts: WatchedAlerts = Field(
        WatchedAlerts.model_construct(), description="which of the alerts that fire are about this service"
    )
    business: dict[Text, Business] = Field(default_factory=dict, description="figures of the team's own, by name")
    baseline: Baseline | None = Field(
        None, description="what response times and error rate are compared with; nothing if not given"
    )
    objectives: Objectives = Field(
        Objectives.model_construct(),
        description="how fast the error budgets of the target's objectives may burn; true or false, or a table",
    )
    signals: dict[Text, Tolerated] = Field(
        default_factory=dict,
        description="what single signals may do, by the name of the gate, business::NAME, baseline::latency, probe, "
        "alerts, or objectives::SERVICE/NAME",
    )

    @field_validator("probe_interval", mode="before")
    @classmethod
    def _may_be_off(cls, value: object) -> object:
        return off_as_false(value)

    @model_validator(mode="after")
    def _is_sound(self) -> Watch:
        if seconds(self.interval) > seconds(self.duration):
            raise ValueError(f"has an interval of {self.interval}, which is longer than its duration, {self.duration}")
        if self.count > MOST_SAMPLES:
            raise ValueError(f"takes {self.count:,} samples, and {MOST_SAMPLES:,} are the most: lengthen the interval")
        if len(set(self.gates)) < len(self.gates):
            raise ValueError("names a gate twice in gates")
        check_probe(every=self.probe_interval, timeout=self.probe_timeout)
        compared = self.baseline.names if self.baseline else ()
        named = {*NEEDED, PROBE, ALERTS, *self.gates, *(f"{BUSINESS}{name}" for name in self.business), *compared}
        said = {name for name in self.signals if not (self.objectives.watched and name.startswith(PREFIX))}
        if unknown := sorted(said - named):
            raise ValueError(f"says in signals what {unknown[0]!r} may do, which is no signal of this watch")
        return self

    @property
    def count(self) -> int:
        """The samples that each signal needs."""
        return max(1, math.ceil(seconds(self.duration) / seconds(self.interval) - 1e-9))

    @property
    def policy(self) -> Policy:
        """How the watch is held."""
        usual = Tolerance(self.failure_limit, self.inconclusive_limit, self.consecutive_error_limit)
        return Policy(
            seconds(self.interval),
            self.count,
            seconds(self.initial_delay) if self.initial_delay else 0.0,
            self.consecutive_success_limit,
            usual,
            {name: said.over(usual) for name, said in self.signals.items()},
        )

    def titles(self) -> Mapping[str, str]:
        """The title of the row, which holds the duration."""
        return {ROW: f"Stable for {in_words(seconds(self.duration))} after the deployment"}


def in_words(length: float) -> str:
    """A duration as people say it: "30 minutes", "1 hour", "90 seconds"."""
    for name, size in (("hour", 3600.0), ("minute", 60.0)):
        if length >= size and length % size == 0:
            number = round(length / size)
            return f"{number} {name}" + ("s" if number != 1 else "")
    return f"{length:g} second" + ("s" if length != 1 else "")
