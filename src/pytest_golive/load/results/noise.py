"""How much of what a load measured may be this machine's doing: no time is a service's alone on a busy one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.errors import CannotMeasure
from pytest_golive.load.limits import Limit
from pytest_golive.load.results.result import LoadResult, Together

# Milliseconds: nobody notices a smaller difference, and no service is called slower for it.
UNNOTICED: Final = 1.0
# What a machine can do to a request; a status is always the service's own word.
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
    """What the machine may have added to a load's result.

    Attributes:
        result: what was measured.
    """

    result: LoadResult

    @property
    def busy(self) -> Contention | None:
        """How busy the machine was where that decides: in half of the runs, for their median is judged; else None."""
        runs = [run.contention for run in self.result.runs]
        busy = [each for each in runs if each is not None and each.is_busy]
        return max(busy, key=lambda each: each.factor) if 2 * len(busy) >= len(runs) else None

    @property
    def words(self) -> str:
        """How busy it was, or is when it is quiet; "" if nobody knows."""
        runs = [run.contention for run in self.result.runs if run.contention is not None]
        worst = max(runs, key=lambda each: each.factor, default=None)
        return worst.words if worst is not None else ""

    def resolution(self, percent: float) -> float:
        """Milliseconds by which a percentile may differ for the machine's sake alone; 0 if nothing is known.

        What the generator was late, when it sent and when it was to notice an answer, is in its times; and so is, of a
        service on the same machine, what that waited for a CPU. A request waits twice, when it arrives and when its
        answer does: only half as many are spared, and what they wait adds up.
        """
        level = (100 + percent) / 2
        kept = [samples for run in self.result.runs for samples in (run.late, run.lag)]
        kept += [run.jitter for run in self.result.runs] if self.result.plan.is_here else []
        return 2 * max((samples.percentile(level) for samples in kept if len(samples)), default=0.0)

    def least(self, milliseconds: float, percent: float) -> float:
        """What of a percentile is the service's for sure."""
        busy = self.busy
        factor = busy.factor if busy is not None and self.result.plan.is_here else 1.0
        return max(0.0, milliseconds - self.resolution(percent)) / factor

    def may_hold(self, limit: Limit, together: Together) -> bool:
        """Whether *limit*, which does not hold, might on a machine that is quiet."""
        busy = self.busy
        if busy is None:
            return False
        if limit.measure == "p":
            return limit.holds(self.least(limit.of(together), limit.percent))
        if limit.measure == "rps":
            return limit.holds(limit.of(together) * busy.factor)
        theirs = sum(count for reason, count in together.errors.items() if reason not in OF_THE_MACHINE)
        return limit.holds(100 * theirs / together.n)

    def doubt(self, said: Sequence[str]) -> CannotMeasure:
        """Why what was found, as *said*, proves nothing."""
        what = "; ".join(said[:SHOWN]) + (f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else "")
        if self.busy is not None:
            return CannotMeasure(f"could not measure: this machine was busy: {self.busy.words}; {what}", CURE)
        return CannotMeasure(f"could not measure: this machine was not steady enough ({self.words}): {what}", CURE)
