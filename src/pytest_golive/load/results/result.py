"""The measurements: in total, for each endpoint, and over time."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.load.baselines.comparing import median_of
from pytest_golive.load.limits import Limit
from pytest_golive.load.plan import Plan
from pytest_golive.load.results.samples import Samples

SLOTS: Final = 60


@dataclass
class Measured:
    """The requests of one endpoint, or of all.

    Attributes:
        seconds: how long requests were sent.
        times: of all of them, in milliseconds; also of failed ones.
        errors: how many failed, by reason.
    """

    seconds: float
    times: Samples = field(default_factory=Samples)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        """How many were sent."""
        return len(self.times)

    @property
    def error_rate(self) -> float:
        """Percent that failed; NaN if none were sent."""
        return 100 * self.errors.total() / self.n if self.n else math.nan

    @property
    def rps(self) -> float:
        """Requests per second; NaN without time."""
        return self.n / self.seconds if self.seconds else math.nan

    def percentile(self, percent: float) -> float:
        """A percentile of the times, in milliseconds; NaN without requests."""
        return self.times.percentile(percent)

    def add(self, time: float, error: str) -> None:
        """Add one request."""
        self.times.add(time)
        if error:
            self.errors[error] += 1


@dataclass
class LoadRun:
    """One run of a load test.

    Attributes:
        plan: what was to be sent.
        total: all requests that count.
        endpoints: the same, by name.
        late: how late the generator sent requests, by its own fault, in milliseconds.
        lag: how late the generator's clock woke, in milliseconds.
        jitter: how late an ordinary thread woke on this machine, in milliseconds.
        slots: requests over time, from the first, including ramp-up and warm-up; each a sixtieth of the whole.
        cpu: CPUs that the busiest generator used; 1 is all that one process can use.
        contention: how busy this machine was with other things meanwhile; None if unknown.
        records: paths of the raw records.
    """

    plan: Plan
    total: Measured
    endpoints: dict[str, Measured] = field(default_factory=dict)
    late: Samples = field(default_factory=Samples)
    lag: Samples = field(default_factory=Samples)
    jitter: Samples = field(default_factory=Samples)
    slots: list[Measured] = field(default_factory=list)
    cpu: float = 0.0
    contention: Contention | None = None
    records: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> LoadRun:
        """A run before its first request."""
        width = plan.total / SLOTS
        return cls(plan, Measured(plan.duration), slots=[Measured(width, Samples(exact=0)) for _ in range(SLOTS)])

    def add(self, at: float, time: float, late: float, name: str, error: str) -> None:
        """Add one request; those of ramp-up and warm-up only count over time."""
        slot = int(SLOTS * at / self.plan.total)
        if 0 <= slot < SLOTS:
            self.slots[slot].add(time, error)
        if self.plan.counts_from <= at < self.plan.total:
            self.total.add(time, error)
            if name not in self.endpoints:
                self.endpoints[name] = Measured(self.plan.duration)
            self.endpoints[name].add(time, error)
            self.late.add(max(0.0, late))


@dataclass
class LoadResult:
    """Repeated runs of the same load, judged together.

    Attributes:
        runs: at least one, in their order.
        source: what sent it.
    """

    runs: list[LoadRun]
    source: str = ""

    @property
    def plan(self) -> Plan:
        """What was to be sent, in each run."""
        return self.runs[0].plan

    @property
    def names(self) -> list[str]:
        """The endpoints with requests."""
        return sorted({name for run in self.runs for name in run.endpoints})

    def of(self, name: str = "") -> Together:
        """All runs of one endpoint; of all of them together without a name."""
        runs = [run.endpoints.get(name, Measured(run.plan.duration)) if name else run.total for run in self.runs]
        return Together(name, runs)


@dataclass(frozen=True, slots=True)
class Together:
    """The runs of one endpoint: percentiles and rates are medians of the runs, errors are summed."""

    name: str
    runs: list[Measured]

    @property
    def n(self) -> int:
        """How many requests were sent, in all runs."""
        return sum(run.n for run in self.runs)

    @property
    def errors(self) -> Counter[str]:
        """How many failed, by reason, in all runs."""
        return sum((run.errors for run in self.runs), Counter())

    @property
    def error_rate(self) -> float:
        """Percent of all requests that failed; NaN if none were sent."""
        return 100 * self.errors.total() / self.n if self.n else math.nan

    @property
    def rps(self) -> float:
        """Requests per second, median of the runs."""
        return sorted(run.rps for run in self.runs)[len(self.runs) // 2]

    @property
    def times(self) -> list[Samples]:
        """The times, run by run."""
        return [run.times for run in self.runs]

    def percentile(self, percent: float) -> float:
        """A percentile of the times, median of the runs, in milliseconds; NaN if a run has none."""
        return median_of(self.times, percent)

    def value(self, limit: Limit) -> float:
        """The value that *limit* judges."""
        return limit.of(self)
