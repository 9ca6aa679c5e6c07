"""The settings in ``[tool.golive.performance]``: the load, its limits, and its baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import Field, model_validator

from pytest_golive.load.bounds import MOST_RATE, MOST_USERS
from pytest_golive.load.limits import Limit, parse
from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Address, Duration, Folder, LimitText, Path, Text, Variable
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Performance(SectionTable):
    """``[tool.golive.performance]``."""

    KEY: ClassVar[str] = "performance"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "limits": Way.LIMITS,
        "endpoint_limits.*": Way.LIMITS,
        "max_*": Way.MORE,
        "rate": Way.LESS,
        "users": Way.ANY,
        "duration": Way.LESS,
        "runs": Way.LESS,
        "workers": Way.NONE,
        "master": Way.NONE,
        "expect_workers": Way.NONE,
        "machine": Way.NONE,
        "pass_env": Way.ADDED,
    }

    limits: tuple[LimitText, ...] = Field(
        ("p(95)<200ms", "error_rate<1%"),
        min_length=1,
        description="limits for all requests together, and (except rps) for each endpoint without its own limits",
    )
    endpoint_limits: dict[Text, tuple[LimitText, ...]] = Field(
        default_factory=dict, description="limits of single endpoints, by name, instead of the common ones"
    )
    rate: float = Field(
        20.0, gt=0, le=MOST_RATE, description="requests per second, sent at fixed times whatever the responses"
    )
    users: int | None = Field(
        None,
        ge=1,
        le=MOST_USERS,
        description="instead of a rate: users who each wait for a response before the next request",
    )
    pause: Duration | None = Field(None, description="time that a user waits between a response and the next request")
    ramp_up: Duration | None = Field(None, description="time until the full load is reached; not counted")
    warm_up: Duration = Field("2s", description="time at full load that is not counted")
    duration: Duration = Field("20s", description="time that counts, in each run")
    runs: int = Field(3, ge=1, le=20, description="how often the load is repeated; the median of runs is judged")
    max_regression: float = Field(
        10.0, ge=0, le=1000, description="percent by which a percentile may be longer than in the baseline"
    )
    baselines: Folder = Field("golive-baselines", description="folder of recorded baselines; commit it")
    machine: Text | None = Field(
        None, description="class of the machine that sends, such as 'ci-large'; system, processor and CPUs if not given"
    )
    max_lateness: Duration = Field(
        "10ms",
        description="how late the generator itself may be in 95 of 100 cases; with more, the times are not measured",
    )
    locustfile: Path | None = Field(None, description="a locust scenario of the team's own, instead of endpoints")
    pass_env: tuple[Variable, ...] = Field(
        (), description="credentials that the locustfile may read from its environment; all others are kept from it"
    )
    workers: int = Field(1, ge=0, le=64, description="processes on this machine that send")
    master: Address | None = Field(None, description="host:port on which workers on other machines are awaited")
    expect_workers: int = Field(0, ge=0, le=1000, description="how many workers on other machines are awaited")

    @model_validator(mode="after")
    def _is_sound(self) -> Performance:
        if self.users is not None and "rate" in self.model_fields_set:
            raise ValueError("has a rate and users; choose one of them")
        if self.pause is not None and self.users is None:
            raise ValueError("has a pause, which only applies to users; set users, too")
        if (self.master is None) != (self.expect_workers == 0):
            raise ValueError("needs master and expect_workers together")
        if self.workers + self.expect_workers == 0:
            raise ValueError("has no workers, so nothing would be sent")
        return self

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What these limits mean to the gates of this section."""
        found = [
            Bound(f"{self.KEY}.limits", one.operator, one.value, one.unit.strip() or "/s", one.name)
            for one in self.common
        ]
        key, slower, words = f"{self.KEY}.max_regression", "slower than the baseline", ("baseline", "regress", "slower")
        for most, unit in ((self.max_regression, "%"), (1 + self.max_regression / 100, "x")):
            found.append(Bound(key, "<=", most, unit, slower, words=words))
        return {"performance_acceptable": found}

    @property
    def rate_or_users(self) -> tuple[float, int]:
        """The rate and the users; one of them is 0."""
        return (0.0, self.users) if self.users else (self.rate, 0)

    @property
    def common(self) -> list[Limit]:
        """The limits, parsed."""
        return [parse(text) for text in self.limits]

    @property
    def own(self) -> dict[str, list[Limit]]:
        """The limits of single endpoints, parsed."""
        return {name: [parse(text) for text in texts] for name, texts in self.endpoint_limits.items()}

    @property
    def meeting_place(self) -> tuple[str, int]:
        """Host and port of `master`; ("", 0) without one."""
        host, _, port = (self.master or "").rpartition(":")
        return host, int(port or 0)

    def seconds(self, name: str) -> float:
        """A duration in the settings, in seconds; 0 if it is not set."""
        value = getattr(self, name)
        return seconds(value) if value else 0.0
