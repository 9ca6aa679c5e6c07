"""How a watch is held, in the words of Argo Rollouts' AnalysisTemplate and with its defaults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

# Argo's default for consecutiveErrorLimit; failureLimit and inconclusiveLimit are 0 there, too.
ERRORS: Final = 4
# A watch whose samples are errors now and then goes on for longer, but not forever.
MOST_TIMES: Final = 2.0


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What one signal may do before the watch ends; each number is what is still tolerated.

    Attributes:
        failure_limit: failed samples.
        inconclusive_limit: samples that prove nothing, such as those with too little traffic.
        consecutive_error_limit: samples in succession that could not be taken.
    """

    failure_limit: int = 0
    inconclusive_limit: int = 0
    consecutive_error_limit: int = ERRORS


@dataclass(frozen=True, slots=True)
class Policy:
    """How long and how often a watch takes samples, and what it tolerates.

    Attributes:
        interval: seconds between two samples.
        count: samples that each signal needs; those that could not be taken do not count.
        initial_delay: seconds before the first sample.
        consecutive_success_limit: good samples of all signals in succession after which the watch ends early; 0 for
            never.
        tolerance: of every signal.
        of_signals: of single signals, by name, in place of *tolerance*.
    """

    interval: float
    count: int
    initial_delay: float = 0.0
    consecutive_success_limit: int = 0
    tolerance: Tolerance = Tolerance()
    of_signals: dict[str, Tolerance] = field(default_factory=dict)

    @property
    def duration(self) -> float:
        """Seconds that a watch without errors takes."""
        return self.initial_delay + self.interval * self.count

    @property
    def longest(self) -> float:
        """Seconds after which a watch ends in any case."""
        return self.initial_delay + self.interval * self.count * MOST_TIMES

    def tolerates(self, signal: str) -> Tolerance:
        """What *signal* may do."""
        return self.of_signals.get(signal, self.tolerance)

    def strictest(self, signals: Iterable[str]) -> int:
        """How many samples in succession may be missing until one of *signals* is an error."""
        return min((self.tolerates(signal).consecutive_error_limit for signal in signals), default=0)

    def due(self, slot: int) -> float:
        """When a sample is due, in seconds since the watch began; slots count from 0, also those without one."""
        return self.initial_delay + slot * self.interval

    def slot(self, since: float) -> int:
        """Which slot a sample was taken for that was due *since* seconds after the beginning."""
        return round((since - self.initial_delay) / self.interval)
