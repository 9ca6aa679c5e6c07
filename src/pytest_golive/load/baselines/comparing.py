"""Compares with a baseline: slower only counts if the difference is large enough to matter and too large for chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import Final

from pytest_golive.load.results.samples import Samples
from pytest_golive.significance.ranks import chance_of_longer, chance_of_slower

PERCENTILES: Final = (50.0, 95.0)
ALPHA: Final = 0.01
# The fraction of the allowed growth that must be certain for a percentile: of ten percent, at least two.
PART: Final = 0.25
# More values do not change the result of a rank test, only its duration.
MOST: Final = 60_000
MOST_RATIO: Final = 1.1
ROLLBACK: Final = 2.0


class Judged(Enum):
    """The result of a comparison."""

    AS_BEFORE = "as before"
    SLOWER = "slower"
    NOBODY_KNOWS = "nobody knows"


@dataclass(frozen=True, slots=True)
class Change:
    """One percentile of one endpoint, then and now.

    Attributes:
        name: of the endpoint, or "in total".
        percent: which percentile.
        before: milliseconds, median of the recorded runs.
        now: milliseconds, median of the runs.
        chance: the probability of such a slowdown by chance, overall and at this percentile (the larger p-value).
        alpha: the probability below which it counts as real.
        resolution: milliseconds that this machine cannot distinguish.
        n: requests, now.
    """

    name: str
    percent: float
    before: float
    now: float
    chance: float
    alpha: float
    resolution: float
    n: int

    @property
    def ratio(self) -> float:
        """The factor by which it takes longer; NaN if it took no time before."""
        return self.now / self.before if self.before else math.nan

    def judged(self, most: float, *, least: float | None = None, unnoticed: float = 0.0) -> Judged:
        """Whether it takes more than *most* times as long, beyond chance and beyond what this machine can distinguish.

        A busy machine only makes times longer: a value within the limit is always valid. A value past the limit counts
        only if it is past it without everything that the machine may have added; else the result is unknown. A ratio
        that is not a number counts as slower.

        Args:
            most: the factor.
            least: milliseconds of *now* that are certainly the service's, if the machine was busy; None if it was not.
            unnoticed: milliseconds of difference that do not matter.
        """
        if math.isnan(self.ratio):
            return Judged.SLOWER
        if not self.ratio > most:
            return Judged.AS_BEFORE
        is_sure = self.chance < self.alpha
        if least is not None:
            return Judged.SLOWER if is_sure and least > most * self.before else Judged.NOBODY_KNOWS
        if is_sure and self.now - self.before > self.resolution:
            return Judged.SLOWER
        return Judged.NOBODY_KNOWS if is_sure and self.resolution > unnoticed else Judged.AS_BEFORE

    @property
    def sentence(self) -> str:
        """The change: "GET /products: p(95) 41.2 ms, 30.1 ms in the baseline (+37 %, p = 2e-09)"."""
        return (
            f"{self.name}: p({self.percent:g}) {self.now:.4g} ms, {self.before:.4g} ms in the baseline "
            f"({100 * (self.ratio - 1):+.1f} %, p = {self.chance:.1g})"
        )


def compare(  # noqa: PLR0913 -- two sets of runs, and the criteria
    name: str,
    now: Sequence[Samples],
    before: Sequence[Samples],
    *,
    most: float = MOST_RATIO,
    alpha: float = ALPHA,
    resolution: Callable[[float], float] = lambda _: 0.0,
) -> list[Change]:
    """Compare the runs of one endpoint with those of the baseline.

    Percentiles are medians of runs, so that one lucky run decides nothing; p-values are for all samples together. Two
    tests must agree: Mann and Whitney's, that it became slower at all, and Mood's, that the percentile itself grew by a
    good part of what is allowed. Without the latter, the percentile of few samples, which varies by ten percent, and a
    harmless but certain shift of two percent would together raise an alarm.

    Args:
        name: of the endpoint.
        now: its samples, run by run; none of them empty.
        before: those of the baseline.
        most: the factor by which a percentile may grow.
        alpha: the p-value from which a difference may be chance; divide it by the number of comparisons.
        resolution: for a percentile, milliseconds that this machine cannot distinguish.
    """
    pooled_now, pooled_before = _pooled(now), _pooled(before)
    shifted = [(1 + PART * (most - 1)) * value for value in pooled_before]
    in_all = chance_of_slower(pooled_now, pooled_before)
    count = sum(map(len, now))

    def change(percent: float) -> Change:
        chance = max(in_all, chance_of_longer(pooled_now, shifted, percent))
        then, today = median_of(before, percent), median_of(now, percent)
        return Change(name, percent, then, today, chance, alpha, resolution(percent), count)

    return [change(percent) for percent in PERCENTILES]


def median_of(runs: Sequence[Samples], percent: float) -> float:
    """The median of a percentile over *runs*, in milliseconds; NaN if a run is empty."""
    values = [run.percentile(percent) for run in runs]
    return math.nan if not values or any(map(math.isnan, values)) else median(values)


def _pooled(runs: Sequence[Samples]) -> list[float]:
    share = max(1, MOST // max(1, len(runs)))
    return [value for run in runs for value in run.thinned(share)]
