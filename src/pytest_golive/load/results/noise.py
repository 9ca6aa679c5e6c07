"""How much of a measured time this machine may have caused: on a busy machine no time is the service's alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.errors import CannotMeasure
from pytest_golive.load.limits import Limit
from pytest_golive.load.results.result import LoadResult, Together

# Milliseconds: nobody notices a smaller difference, so no service is called slower for it.
UNNOTICED: Final = 1.0
# Failures that a machine can cause; a status always comes from the service.
OF_THE_MACHINE: Final = frozenset({
    "timeout",
    "no connection in time",
    "not sent: too many requests wait for answers",
})  # fmt: skip
SHOWN: Final = 2
CURE: Final = (
    "run it while less else runs here, or on a machine of its own; a service on this machine competes with all of it"
)


@dataclass(frozen=True)
class Noise:
    """What the machine may have added to the result of a load test.

    Attributes:
        result: the measurements.
    """

    result: LoadResult

    @property
    def busy(self) -> Contention | None:
        """How busy the machine was in at least half of the runs, since their median counts; else None."""
        runs = [run.contention for run in self.result.runs]
        busy = [contention for contention in runs if contention is not None and contention.is_busy]
        return max(busy, key=lambda contention: contention.factor) if 2 * len(busy) >= len(runs) else None

    @property
    def words(self) -> str:
        """How busy it was, or that it was quiet; "" if unknown."""
        runs = [run.contention for run in self.result.runs if run.contention is not None]
        worst = max(runs, key=lambda candidate: candidate.factor, default=None)
        return worst.words if worst is not None else ""

    def resolution(self, percent: float) -> float:
        """Milliseconds by which the machine alone may change a percentile; 0 if unknown.

        The generator's delays, in sending and in noticing a response, are part of the times; so is, for a service on
        the same machine, its waiting time for a CPU. A request waits twice, at its arrival and at its response: so only
        half as many are unaffected, and their waiting times add up.
        """
        level = (100 + percent) / 2
        kept = [samples for run in self.result.runs for samples in (run.late, run.lag)]
        kept += [run.jitter for run in self.result.runs] if self.result.plan.is_here else []
        return 2 * max((samples.percentile(level) for samples in kept if len(samples)), default=0.0)

    def least(self, milliseconds: float, percent: float) -> float:
        """The part of a percentile that is certainly the service's."""
        busy = self.busy
        factor = busy.factor if busy is not None and self.result.plan.is_here else 1.0
        return max(0.0, milliseconds - self.resolution(percent)) / factor

    def may_hold(self, limit: Limit, together: Together) -> bool:
        """Whether *limit*, which does not hold, might hold on a quiet machine."""
        busy = self.busy
        if busy is None:
            return False
        if limit.measure == "p":
            return limit.holds(self.least(limit.of(together), limit.percent))
        if limit.measure == "rps":
            return limit.holds(limit.of(together) * busy.factor)
        service_errors = sum(count for reason, count in together.errors.items() if reason not in OF_THE_MACHINE)
        return limit.holds(100 * service_errors / together.n)

    def doubt(self, findings: Sequence[str]) -> CannotMeasure:
        """Why the findings prove nothing."""
        what = "; ".join(findings[:SHOWN]) + (f"; and {len(findings) - SHOWN} more" if len(findings) > SHOWN else "")
        if self.busy is not None:
            return CannotMeasure(f"could not measure: this machine was busy: {self.busy.words}; {what}", CURE)
        return CannotMeasure(f"could not measure: this machine was not steady enough ({self.words}): {what}", CURE)
