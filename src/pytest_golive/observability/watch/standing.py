"""Where a watch stands after each sample: the counts of each signal, and whether it may go on, as Argo decides it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.policy import Policy


class Ending(StrEnum):
    """How a watch, or one of its signals, ended."""

    RUNNING = "running"
    SUCCESSFUL = "successful"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"
    FAILED = "failed"
    STOPPED = "stopped"  # by Ctrl-C, by SIGTERM, or as it took too long: nothing is proven


TERMINAL = frozenset({Ending.FAILED, Ending.INCONCLUSIVE, Ending.ERROR})


@dataclass(slots=True)
class Count:
    """The samples of one signal so far.

    Attributes:
        good, failed, inconclusive, errors: how many there were of each kind.
        early: how many of the inconclusive ones reached back before the deployment; these are tolerated.
        errors_in_succession: how many of the newest could not be taken.
        first_failed: number of the first sample that failed; 0 if none has.
        newest: the newest measurement.
    """

    good: int = 0
    failed: int = 0
    inconclusive: int = 0
    errors: int = 0
    early: int = 0
    errors_in_succession: int = 0
    first_failed: int = 0
    newest: Measurement | None = None

    @property
    def counted(self) -> int:
        """The samples that count; errors do not."""
        return self.good + self.failed + self.inconclusive

    def add(self, measurement: Measurement, number: int) -> None:
        """Count one more."""
        self.newest = measurement
        is_error = measurement.phase is Phase.ERROR
        self.errors_in_succession = self.errors_in_succession + 1 if is_error else 0
        match measurement.phase:
            case Phase.GOOD:
                self.good += 1
            case Phase.FAILED:
                self.failed += 1
                self.first_failed = self.first_failed or number
            case Phase.INCONCLUSIVE:
                self.inconclusive += 1
                self.early += measurement.is_early
            case Phase.ERROR:
                self.errors += 1


@dataclass
class Standing:
    """Where a watch stands.

    Attributes:
        policy: what is tolerated.
        signals: the names of all signals: each must have enough samples.
        counts: by signal.
        samples: how many there were.
        good_in_succession: how many of the newest samples were good in all signals.
    """

    policy: Policy
    signals: Sequence[str]
    counts: dict[str, Count] = field(default_factory=dict)
    samples: int = 0
    good_in_succession: int = 0

    def __post_init__(self) -> None:
        for signal in self.signals:
            self.counts.setdefault(signal, Count())

    def add(self, sample: Sample) -> Ending:
        """Count one more sample; a signal that is missing in it was not measured.

        Returns:
            How the watch ended; "running" if it goes on.
        """
        self.samples += 1
        for signal in self.signals:
            found = sample.of(signal)
            if found is None or (sample.gap and found.phase is not Phase.FAILED):
                why = sample.gap or "it is missing in this sample"
                found = Measurement(signal, Phase.ERROR, said=why, cure=found.cure if found else "")
            self.counts[signal].add(found, sample.number)
        is_good = not sample.gap and all(
            count.newest is not None and count.newest.phase is Phase.GOOD for count in self.counts.values()
        )
        self.good_in_succession = self.good_in_succession + 1 if is_good else 0
        return self.ending

    @property
    def ending(self) -> Ending:
        """How the watch ended; "running" if it goes on."""
        if not self.signals:
            return Ending.ERROR
        endings = {signal: self.of(signal) for signal in self.signals}
        for ending in (Ending.FAILED, Ending.ERROR, Ending.INCONCLUSIVE):
            if ending in endings.values():
                return ending
        enough = self.policy.consecutive_success_limit
        if enough and self.good_in_succession >= enough:
            return Ending.SUCCESSFUL
        return Ending.SUCCESSFUL if set(endings.values()) == {Ending.SUCCESSFUL} else Ending.RUNNING

    def of(self, signal: str) -> Ending:
        """How one signal ended."""
        count, tolerance = self.counts[signal], self.policy.tolerates(signal)
        if count.failed > tolerance.failure_limit:
            return Ending.FAILED
        if count.inconclusive - count.early > tolerance.inconclusive_limit:
            return Ending.INCONCLUSIVE
        if count.errors_in_succession > tolerance.consecutive_error_limit:
            return Ending.ERROR
        if count.counted < self.policy.count:
            return Ending.RUNNING
        return Ending.SUCCESSFUL if count.good else Ending.INCONCLUSIVE  # whatever is tolerated, it proves nothing

    def ended(self, *endings: Ending) -> Iterable[str]:
        """The signals that ended in one of *endings*."""
        return [signal for signal in self.signals if self.of(signal) in endings]
