"""Whether a deployment is stable: several samples in a row without any problem."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pytest_golive.contention.services import is_here, serving
from pytest_golive.contention.watching import MachineWatch
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.http.unreachable import CURES, STOOD_STILL, Unreachable
from pytest_golive.service.release.checking import Release, Releases
from pytest_golive.service.target import Target, origin_of

# As in Argo Rollouts: the fifth error in a row ends the measurement.
CONSECUTIVE_ERROR_LIMIT = 4
UNANSWERED = "unanswered"
LATE = "timeout"  # the only kind of error that a busy machine causes
Sample = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Stability:
    """What was observed.

    Attributes:
        required: samples that must be good.
        samples: how many were taken; those without a response do not count.
        bad: the problems of each bad sample.
        errors: attempts without a response.
        seconds: how long it took.
        releases: what all responses reported about the release, and their instances.
        instances: the number that must respond.
    """

    required: int
    samples: int
    bad: tuple[Finding, ...]
    errors: int
    seconds: float
    releases: Releases = field(default_factory=lambda: Releases((), Release(), ""))
    instances: int = 1

    @property
    def good(self) -> int:
        """Samples without a problem."""
        return self.samples - self.ill

    @property
    def ill(self) -> int:
        """Samples with a problem."""
        return len({finding.rule for finding in self.bad if finding.rule != UNANSWERED})

    @property
    def ill_or_unanswered(self) -> int:
        """The same, and one more if some attempts had no response."""
        return len({finding.rule for finding in self.bad})

    @property
    def missing(self) -> tuple[Finding, ...]:
        """A finding if fewer instances answered than must."""
        return self.releases.missing(self.instances)

    @property
    def source(self) -> str:
        """How it was measured."""
        unanswered = f", {self.errors} unanswered" if self.errors else ""
        return f"{self.samples} samples in {self.seconds:.1f} s{unanswered}"


def watch(  # noqa: PLR0913 -- all are named
    sample: Sample,
    *,
    samples: int,
    interval: float,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
    machine: MachineWatch | None = None,
) -> Stability:
    """Take *samples* samples, *interval* seconds apart.

    Args:
        sample: checks everything once and returns the problems; raises `Unreachable` if there was no response.
        samples: responses that count.
        interval: seconds.
        progress: reports the progress.
        sleep: waits.
        machine: this one, if the service runs on it: a busy machine may delay a healthy service.

    Raises:
        CannotMeasure: too many attempts in a row had no response, or as many as there are samples in all; or the
            machine was busy, and timeouts were the only problem.
    """
    began = time.monotonic()
    bad: list[Finding] = []
    taken, errors, in_a_row, last = 0, 0, 0, ""
    kinds: set[str] = set()
    while taken < samples:
        if taken or errors:
            sleep(interval)
        progress("steady?", taken, samples)
        try:
            wrong = sample()
        except Unreachable as error:
            kinds.add(error.kind)
            errors, in_a_row, last = errors + 1, in_a_row + 1, f"{error.what}; to repeat: {error.curl}"
            if in_a_row > CONSECUTIVE_ERROR_LIMIT or errors > max(samples, CONSECUTIVE_ERROR_LIMIT):
                raise CannotMeasure(f"{errors} samples had no answer, the last: {error.what}", error.cure) from None
            continue
        taken, in_a_row = taken + 1, 0
        if wrong:
            bad += [fault(f"sample {taken}", what) for what in wrong]
    if STOOD_STILL in kinds and kinds <= {LATE, STOOD_STILL} and not bad:
        raise CannotMeasure(f"{errors} tries had no answer, the last: {last}", CURES[STOOD_STILL])
    if kinds == {LATE} and not bad and machine is not None:
        _check_machine(machine, began, errors)
    if errors:
        bad.append(fault(UNANSWERED, f"{errors} of {errors + taken} tries had no answer, the last: {last}"))
    return Stability(samples, taken, tuple(bad), errors, time.monotonic() - began)


def machine_of(target: Target) -> MachineWatch | None:
    """This machine, if *target* runs on it; the target's own processes do not count as others."""
    _, host, port = origin_of(target.url)
    return MachineWatch(serving(host, port)) if is_here(host) else None


def _check_machine(machine: MachineWatch, began: float, errors: int) -> None:
    machine.look(all_counters=True)
    contention = machine.between(began, time.monotonic())
    if contention.is_busy:
        raise CannotMeasure(
            f"could not measure: this machine was busy: {contention.words}; {errors} tries had no answer in time",
            "run it while less else runs here, or allow more with the target's timeout",
        )
