"""What one sample of a watch is made of: one measurement of each signal, all taken at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a measurement says, in Argo's words; the later, the worse."""

    GOOD = "good"
    INCONCLUSIVE = "inconclusive"  # measured, but it proves nothing: too little traffic
    ERROR = "error"  # not measured
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One signal in one sample.

    Attributes:
        signal: its name, unique in the watch: "monitoring::error_rate", "business::orders".
        phase: what it says.
        value: the number to draw; None if there is none.
        limit: in words, such as "< 1 %"; "" if there is none.
        unit: as written after the number: " %".
        n: how many requests or answers it was computed from; None if that is no matter.
        said: why it is not good, or what was measured, on one line.
        cure: what to do about it; "" if it is good.
        is_trigger: whether the signal rolls the release back as soon as it has failed too often.
        bound: the limit as a number, to draw; None if there is none.
        is_early: whether it proves nothing because it reaches back before the deployment, which passes by itself.
    """

    signal: str
    phase: Phase
    value: float | None = None
    limit: str = ""
    unit: str = ""
    n: int | None = None
    said: str = ""
    cure: str = ""
    is_trigger: bool = False
    bound: float | None = None
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """All signals at one moment.

    Attributes:
        number: from 1, also over a resumed watch.
        at: when it was due, in seconds since 1970 by this machine's clock.
        since: seconds since the watch began, by a clock that nobody sets.
        took: seconds until all signals were measured.
        measurements: one of each signal.
        gap: why nothing is known of the time since the sample before, such as a suspended machine; "" if it is known.
    """

    number: int
    at: float
    since: float
    took: float
    measurements: tuple[Measurement, ...]
    gap: str = ""

    @property
    def phase(self) -> Phase:
        """The worst of its measurements."""
        worst = Phase.ERROR if self.gap else Phase.GOOD
        return max([worst, *(each.phase for each in self.measurements)], key=list(Phase).index)

    def of(self, signal: str) -> Measurement | None:
        """The measurement of *signal*."""
        return next((each for each in self.measurements if each.signal == signal), None)

    def worst(self) -> Iterator[Measurement]:
        """The measurements that are not good, the worst first."""
        bad = [each for each in self.measurements if each.phase is not Phase.GOOD]
        yield from sorted(bad, key=lambda each: -list(Phase).index(each.phase))
