"""The settings in ``[tool.golive.monitoring]``: limits of what is watched after a deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from pydantic import Field, field_validator, model_validator

from pytest_golive.load.limits import Limit, parse
from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, LimitText, Percent, Share
from pytest_golive.settings.values.quantities import percent
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way

ALERT: Final = ("alert", "spike", "page")
ERROR_RATES: Final = ("error_rate", "error_rate_alert", "error_rate_trigger")
FAILING: Final = ("error", "fail", "5xx")  # how rows about triggers speak of the error rate
TRIGGER: Final = ("trigger", "roll back", "rollback", "rolled back")


class Monitoring(SectionTable):
    """``[tool.golive.monitoring]``."""

    KEY: ClassVar[str] = "monitoring"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "error_rate*_window": Way.ANY,
        "longest_window": Way.MORE,
        "error_rate*": Way.MORE,
        "latency": Way.LIMITS,
        "memory": Way.MORE,
        "cpu": Way.MORE,
        "queue_depth": Way.MORE,
        "fewest_requests": Way.ANY,  # fewer prove less, and with more an instance may be too small to judge
        "trace_success": Way.LESS,
    }

    error_rate: Share = Field("1%", description="share of requests that may fail, in total and on each instance: less")
    error_rate_window: Duration | None = Field(
        None, description="time over which it is computed; that of the target's metrics if not given"
    )
    error_rate_alert: Share = Field("2%", description="share past which somebody is called: more")
    error_rate_alert_window: Duration = Field("5m", description="time over which it is computed")
    error_rate_trigger: Share = Field("5%", description="share past which the release is rolled back: more")
    error_rate_trigger_window: Duration = Field("1m", description="time over which it is computed")
    longest_window: Duration = Field(
        "1h", description="longest time over which error rates and response times may be computed"
    )
    latency: LimitText = Field("p(95)<200ms", description="limit of response times, in total and on each instance")
    memory: Share = Field("80%", description="share of its memory limit that an instance may use: less")
    cpu: Share = Field("80%", description="share of its CPU limit that an instance may use: less")
    queue_depth: int = Field(1000, ge=1, description="jobs or messages that may wait in one queue: fewer")
    fewest_requests: int = Field(
        50, ge=1, description="requests without which error rates and response times prove nothing"
    )
    trace_success: Percent = Field(99.0, description="percent of traces that must succeed")

    @field_validator("latency")
    @classmethod
    def _is_of_times(cls, value: str) -> str:
        if parse(value).measure != "p":
            raise ValueError("must limit a percentile of response times, such as 'p(95)<200ms'")
        return value

    @model_validator(mode="after")
    def _is_sound(self) -> Monitoring:
        target, alert, trigger = map(percent, (self.error_rate, self.error_rate_alert, self.error_rate_trigger))
        if not target <= alert <= trigger:
            raise ValueError(
                "has error rates in the wrong order: what is aimed at is at most what calls somebody, and that at "
                f"most what rolls back: {self.error_rate}, {self.error_rate_alert}, {self.error_rate_trigger}"
            )
        return self

    @model_validator(mode="after")
    def _shows_bursts(self) -> Monitoring:
        for name in ERROR_RATES:
            if self.window(name) > seconds(self.longest_window):
                raise ValueError(
                    f"has {name}_window = {getattr(self, f'{name}_window')!r}, and longest_window is "
                    f"{self.longest_window!r}: over more, what fails since the deployment drowns in what worked before"
                )
        return self

    @property
    def of_times(self) -> Limit:
        """The limit of response times, parsed."""
        return parse(self.latency)

    def window(self, name: str) -> float:
        """The window of an error rate in seconds; 0 if the settings leave it to the target."""
        value = getattr(self, f"{name}_window")
        return seconds(value) if value else 0.0

    def titles(self) -> Mapping[str, str]:
        """The titles of rows that contain a limit."""
        return {
            "error_rate": f"Error rate is below {percent(self.error_rate):g} %",
            "latency": f"Response time in production is below {self.of_times.value:g} ms (p{self.of_times.percent:g})",
            "memory": f"Memory usage is below {percent(self.memory):g} % of its limit",
            "cpu": f"CPU usage is below {percent(self.cpu):g} % of its limit",
            "queue_depth": f"Queue depth is below {self.queue_depth:,}",
            "trace_success": f"Trace success rate is at least {self.trace_success:g} %",
        }

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What these limits mean to the gates."""
        key, times = f"{self.KEY}.{{}}".format, self.of_times
        return {
            "error_rate": list(self._error_rates()),
            "latency": [Bound(key("latency"), times.operator, times.value, "ms", times.name)],
            "memory": [Bound(key("memory"), "<", percent(self.memory), "%", "memory")],
            "cpu": [Bound(key("cpu"), "<", percent(self.cpu), "%", "CPU")],
            "queue_depth": [Bound(key("queue_depth"), "<", self.queue_depth, "items", "queue depth", counts=True)],
            "rollback::no_trigger_fired": [
                replace(one, words=FAILING) for one in self._error_rates() if one.words == TRIGGER
            ],
            "trace_success": [Bound(key("trace_success"), ">=", self.trace_success, "%", "traces that succeed")],
        }

    def _error_rates(self) -> Iterator[Bound]:
        yield Bound(f"{self.KEY}.error_rate", "<", percent(self.error_rate), "%", "error rate")
        for name, words in (("error_rate_alert", ALERT), ("error_rate_trigger", TRIGGER)):
            share = percent(getattr(self, name))
            yield Bound(f"{self.KEY}.{name}", "<=", share, "%", f"error rate ({words[0]})", words=words)
