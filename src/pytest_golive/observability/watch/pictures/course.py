"""The course of a whole watch in bounded memory: its signals, and the times of which nothing is known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.pictures.series import FINEST, Series

MOST_GAPS: Final = 200
MISSING: Final = "it is missing in this sample"


@dataclass(slots=True)
class Gap:
    """A time of which nothing is known."""

    start: float
    end: float
    why: str


@dataclass
class Course:
    """A whole watch.

    Attributes:
        series: by signal, in the order of their appearance.
        gaps: the times of which nothing is known.
        began: when the watch began, in seconds since 1970.
        end: when its last sample was taken, in seconds since it began.
        samples: how many there are.
    """

    series: dict[str, Series] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    began: float = 0.0
    end: float = 0.0
    samples: int = 0
    _apart: float = FINEST

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> Course:
        """Read *samples* once, however many there are."""
        course = cls()
        for sample in samples:
            course.add(sample)
        return course

    def add(self, sample: Sample) -> None:
        """Add one more sample."""
        since = max(self.end, sample.since if math.isfinite(sample.since) else self.end)
        if not self.samples:
            self.began = sample.at - since
        if sample.gap:
            self._add_gap(Gap(self.end, since, sample.gap))
        self.samples, self.end = self.samples + 1, since
        for one in sample.measurements:
            is_lost = bool(sample.gap) and one.phase is not Phase.FAILED  # as `Standing` counts it
            measured = replace(one, phase=Phase.ERROR, said=sample.gap) if is_lost else one
            known = self.series.setdefault(one.signal, Series(one.signal))
            known.add(since, measured, is_broken=bool(sample.gap))
        for missing in self.series.keys() - {each.signal for each in sample.measurements}:
            lost = Measurement(missing, Phase.ERROR, said=sample.gap or MISSING)
            self.series[missing].add(since, lost, is_broken=True)

    def _add_gap(self, gap: Gap) -> None:
        self.gaps.append(gap)
        while len(self.gaps) > MOST_GAPS:
            self._apart *= 2
            before, self.gaps = self.gaps, []
            for each in before:
                if self.gaps and each.start - self.gaps[-1].end <= self._apart:
                    self.gaps[-1].end = each.end
                else:
                    self.gaps.append(each)
