"""Which gaps this machine may have caused: a timeout proves nothing on a machine that stood still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pytest_golive.contention.contention import Contention
from pytest_golive.contention.services import is_here, serving
from pytest_golive.contention.watching import WatchedMachine
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.result import Gap, ProbeResult, Sample

OURS: Final = "timeout"  # all other failures come from the service
NOTICEABLE: Final = 0.01  # seconds
HALF: Final = 0.5  # of the timeout
CURE: Final = "stop other programs on this machine, or allow the probe more time (probe_timeout)"


@dataclass(frozen=True)
class Doubts:
    """How this machine may have affected a probe.

    Attributes:
        machine: watched as long as the probe runs.
        local: whether the service runs on this machine, and so competes for its CPUs.
    """

    machine: WatchedMachine
    local: bool

    @classmethod
    def about(cls, endpoint: Endpoint) -> Doubts:
        """Those for a probe of *endpoint*; its `machine` must still be started."""
        host, port = endpoint.address
        return cls(WatchedMachine(serving(host, port)), is_here(host))

    def contention(self, result: ProbeResult) -> Contention:
        """How busy the machine was during the whole watch."""
        return self.machine.between(result.start, result.start + result.seconds)

    def check(self, result: ProbeResult) -> ProbeResult:
        """*result*, unless this machine may have caused every gap in it.

        Raises:
            CannotMeasure: it may have.
        """
        reasons = [self._reason(gap, result) for gap in result.gaps]
        if reasons and all(reasons):
            raise CannotMeasure(f"could not measure: {reasons[0]}; {result.gaps[0].sentence}", CURE)
        return result

    def _reason(self, gap: Gap, result: ProbeResult) -> str:
        """Why this machine may have caused *gap*; "" if the service did."""
        failed = list(_failed_in(gap, result))
        if any(sample.what != OURS for sample in failed):
            return ""
        stood = max((_stood(sample, result) for sample in failed), default=0.0)
        if failed and all(_stood(sample, result) >= HALF * result.timeout for sample in failed):
            return f"this machine stood still for {stood * 1000:.0f} ms, and requests could not be seen through"
        start = result.start + gap.start
        contention = self.machine.between(start, start + gap.seconds)
        # However busy the machine is, a healthy service gets a CPU sooner or later.
        if self.local and contention.is_busy and gap.seconds <= result.timeout * max(2.0, contention.factor):
            return f"this machine was busy: {contention.words}"
        return ""


def _failed_in(gap: Gap, result: ProbeResult) -> Iterator[Sample]:
    start, end = result.start + gap.start, result.start + gap.start + gap.seconds
    for sample in result.samples:
        if sample.kind == gap.kind and sample.what and sample.sent <= end and sample.done >= start:
            yield sample


def _stood(sample: Sample, result: ProbeResult) -> float:
    """Seconds, while *sample* was under way, in which the probe sent nothing although a request was due."""
    moments = sorted(
        sample_sent.sent
        for sample_sent in result.samples
        if sample.sent - result.interval <= sample_sent.sent <= sample.done
    )
    pauses = [after - before - result.interval for before, after in pairwise([*moments, sample.done])]
    return sum(pause for pause in pauses if pause > NOTICEABLE)
