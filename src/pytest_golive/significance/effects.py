"""How large a difference is, whatever its significance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

from pytest_golive.significance.ranks import pairs_above

LEAST = 2  # values of a standard deviation


def mean_ratio(now: Sequence[float], before: Sequence[float]) -> float:
    """How many times the mean of *before* the mean of *now* is; NaN if one of them is 0."""
    one, other = fmean(now), fmean(before)
    return one / other if one and other else math.nan


def share_above(now: Sequence[float], before: Sequence[float]) -> float:
    """The share of pairs in which the value of *now* is the greater one, and half of those in which both are equal.

    Vargha and Delaney's measure, or the common language effect size: 0.5 if there is no difference.
    """
    return pairs_above(now, before) / (len(now) * len(before))


def cohens_d(now: Sequence[float], before: Sequence[float]) -> float:
    """How many standard deviations, of both together, the means are apart; NaN with too few values, or equal ones."""
    many, few = len(now), len(before)
    if min(many, few) < LEAST:
        return math.nan
    both = ((many - 1) * variance(now) + (few - 1) * variance(before)) / (many + few - 2)
    return abs(fmean(now) - fmean(before)) / math.sqrt(both) if both > 0 else math.nan
