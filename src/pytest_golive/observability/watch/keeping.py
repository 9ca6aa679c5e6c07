"""What is kept of the samples of a watch, whether they were just taken or read from a file."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.standing import Ending, Standing

NEWEST: Final = 2_880  # a day of one every 30 seconds
MOST_GAPS: Final = 100


@dataclass
class Kept:
    """The samples of a watch, within bounds however long it takes.

    Attributes:
        standing: where it stands.
        samples: the newest; without words where all is well.
        last: the newest, as it was taken.
    """

    standing: Standing
    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=NEWEST))
    last: Sample | None = None
    _gaps: list[tuple[int, int, str]] = field(default_factory=list)
    _more_gaps: int = 0
    _limits: dict[str, str] = field(default_factory=dict)

    def add(self, sample: Sample) -> Ending:
        """One more sample; how the watch ended with it."""
        self.last = sample
        self.samples.append(self._thin(sample))
        if sample.gap:
            self.add_gap(sample.number, sample.gap)
        return self.standing.add(sample)

    def add_gap(self, number: int, words: str) -> None:
        """What is not known of the time before sample *number*."""
        if self._gaps and self._gaps[-1][1:] == (number - 1, words):
            self._gaps[-1] = (self._gaps[-1][0], number, words)
        elif len(self._gaps) < MOST_GAPS:
            self._gaps.append((number, number, words))
        else:
            self._more_gaps += 1

    @property
    def gaps(self) -> list[str]:
        """All gaps in words: "samples 7 to 9: the machine was suspended for 90 s"."""
        said = [
            f"sample {first}: {words}" if first == last else f"samples {first} to {last}: {words}"
            for first, last, words in self._gaps
        ]
        return [*said, f"and {self._more_gaps:,} more"] if self._more_gaps else said

    def _thin(self, sample: Sample) -> Sample:
        return replace(sample, measurements=tuple(map(self._thin_one, sample.measurements)))

    def _thin_one(self, one: Measurement) -> Measurement:
        is_good = one.phase is Phase.GOOD
        # The same few words in each sample are kept once.
        signal, limit, unit, cure = (
            self._limits.setdefault(text, text) if len(self._limits) < NEWEST else text
            for text in (one.signal, one.limit, one.unit, "" if is_good else one.cure)
        )
        return replace(one, signal=signal, limit=limit, unit=unit, cure=cure, said="" if is_good else one.said)
