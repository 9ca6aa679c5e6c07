"""Whether two sets of times differ by more than chance, for any distribution: overall, and at one percentile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from statistics import NormalDist


def chance_of_slower(now: Sequence[float], before: Sequence[float]) -> float:
    """The probability by chance that *now* looks at least that much slower than *before*.

    One-sided, by the normal approximation, corrected for ties and for continuity: what
    ``scipy.stats.mannwhitneyu(now, before, alternative="greater", method="asymptotic")`` gives.

    Returns:
        The p-value, from 0 to 1; 1 if all values are equal.

    Raises:
        ValueError: one of them is empty.
    """
    if not len(now) or not len(before):
        raise ValueError("there is nothing to compare")
    many, few = len(now), len(before)
    greater, variance = _greater(now, before)
    if variance <= 0:
        return 1.0
    return NormalDist().cdf(-(greater - many * few / 2 - 0.5) / math.sqrt(variance))


def score_of(now: Sequence[float], before: Sequence[float]) -> float:
    """By how many standard deviations *now* ranks above *before*; both are not empty. 0 if all values are equal."""
    greater, variance = _greater(now, before)
    away = greater - len(now) * len(before) / 2
    if variance <= 0 or not away:
        return 0.0
    return (away - math.copysign(0.5, away)) / math.sqrt(variance)


def pairs_above(now: Sequence[float], before: Sequence[float]) -> float:
    """In how many pairs the value of *now* is the greater one; equal ones count half."""
    return _greater(now, before)[0]


def _greater(now: Sequence[float], before: Sequence[float]) -> tuple[float, float]:
    """In how many pairs the value of *now* is the greater one, and the variance of that number by chance."""
    many, few = len(now), len(before)
    rank_sum, ties = _ranks(now, before)
    total = many + few
    variance = many * few / 12 * (total + 1 - ties / (total * (total - 1)))
    return rank_sum - many * (many + 1) / 2, variance


def chance_of_longer(now: Sequence[float], before: Sequence[float], percent: float) -> float:
    """The probability by chance that so many of *now* are above a percentile of both together.

    Mood's test, one-sided, at any percentile instead of the median: the number is hypergeometric, approximated as
    normal with a continuity correction. It distinguishes a percentile that moved from one that only seems to, with few
    samples.

    Returns:
        The p-value, from 0 to 1; 1 if no value is above the percentile.

    Raises:
        ValueError: one of them is empty.
    """
    many, few = len(now), len(before)
    if not many or not few:
        raise ValueError("there is nothing to compare")
    total = many + few
    level = sorted([*now, *before])[max(0, math.ceil(percent * total / 100) - 1)]
    now_above = sum(value > level for value in now)
    above = now_above + sum(value > level for value in before)
    variance = many * few * above * (total - above) / (total**2 * (total - 1)) if total > 1 else 0.0
    if variance <= 0:
        return 1.0
    return NormalDist().cdf(-(now_above - many * above / total - 0.5) / math.sqrt(variance))


def _ranks(now: Sequence[float], before: Sequence[float]) -> tuple[float, float]:
    """The sum of the ranks of *now* among both together, and the correction for ties."""
    both = sorted([*((value, 1) for value in now), *((value, 0) for value in before)], key=itemgetter(0))
    place, rank_sum, ties = 0, 0.0, 0.0
    for _, equal in groupby(both, key=itemgetter(0)):
        from_now = [flag for _, flag in equal]
        count = len(from_now)
        rank_sum += sum(from_now) * (place + (count + 1) / 2)
        ties += count**3 - count
        place += count
    return rank_sum, ties
