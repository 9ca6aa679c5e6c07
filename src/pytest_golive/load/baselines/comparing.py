"""Slower than before? Only if the difference is large enough to matter and too large for chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import Final

from pytest_golive.load.baselines.significance import chance_of_longer, chance_of_slower
from pytest_golive.load.results.samples import Samples

PERCENTILES: Final = (50.0, 95.0)
ALPHA: Final = 0.01
# Of what is allowed, that a percentile must surely have grown by: with a tenth, more than two percent.
PART: Final = 0.25
# More values change nothing of a test on ranks but its time.
MOST: Final = 60_000
MOST_RATIO: Final = 1.1
ROLLBACK: Final = 2.0


class Judged(Enum):
    """What a comparison says."""

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
        chance: how likely chance alone makes it look slower, in all and at this percentile (the larger p-value).
        alpha: how unlikely that has to be.
        resolution: milliseconds that this machine cannot tell apart.
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
        """How many times as long it takes; NaN if it took no time before."""
        return self.now / self.before if self.before else math.nan

    def judged(self, most: float, *, least: float | None = None, unnoticed: float = 0.0) -> Judged:
        """Whether it takes more than *most* times as long, by more than chance and than this machine can tell.

        A machine that is busy only makes times longer: what is within the limit is so wherever it runs. What is past it
        must still be so without all that the machine may have added, or nobody knows. A ratio that is not a number
        counts as slower.

        Args:
            most: times as long.
            least: milliseconds of *now* that are the service's for sure, if the machine was busy; None if it was not.
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
        """What changed: "GET /products: p(95) 41.2 ms, 30.1 ms in the baseline (+37 %, p = 2e-09)"."""
        return (
            f"{self.name}: p({self.percent:g}) {self.now:.4g} ms, {self.before:.4g} ms in the baseline "
            f"({100 * (self.ratio - 1):+.1f} %, p = {self.chance:.1g})"
        )


def compare(  # noqa: PLR0913 -- two sets of runs, and how strict to be
    name: str,
    now: Sequence[Samples],
    before: Sequence[Samples],
    *,
    most: float = MOST_RATIO,
    alpha: float = ALPHA,
    resolution: Callable[[float], float] = lambda _: 0.0,
) -> list[Change]:
    """Compare the runs of one endpoint with those of the baseline.

    Percentiles are medians of runs, so that one lucky run decides nothing; chances are those of all samples together.
    By Mann and Whitney's test it became slower at all, and by Mood's the percentile itself takes a good part of what is
    allowed longer. Without the latter the percentile of few samples, which is anywhere within ten percent, and a
    harmless but certain shift of two would together raise an alarm.

    Args:
        name: of the endpoint.
        now: its samples, run by run; none of them empty.
        before: the recorded ones.
        most: how many times as long a percentile may take.
        alpha: the p-value from which on a difference may be chance; divide it by the number of comparisons.
        resolution: for a percentile, milliseconds that this machine cannot tell apart.
    """
    ours, theirs = _pooled(now), _pooled(before)
    shifted = [(1 + PART * (most - 1)) * value for value in theirs]
    in_all = chance_of_slower(ours, theirs)
    count = sum(map(len, now))

    def change(percent: float) -> Change:
        chance = max(in_all, chance_of_longer(ours, shifted, percent))
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
