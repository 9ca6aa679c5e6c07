"""By how much one set of values lies above another: Hodges and Lehmann's estimate, and Mann and Whitney's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

from pytest_golive.significance.ranks import score_of


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the values of now lie above those of before.

    Attributes:
        estimate: the median of all differences between one of now and one of before.
        low: the lowest shift that the values still allow, at the confidence that was asked for.
        high: the highest one.
    """

    estimate: float
    low: float
    high: float


def shift_of(now: Sequence[float], before: Sequence[float], confidence: float) -> Shift:
    """The shift and its two-sided interval, by the normal approximation, corrected for ties and for continuity.

    What R's ``wilcox.test(now, before, conf.int = TRUE, exact = FALSE)`` gives, but exactly: the bounds are differences
    of two values, where a solver ends within its tolerance of one.

    Args:
        now: finite values.
        before: finite values.
        confidence: above 0 and below 1.

    Raises:
        ValueError: one of them is empty.
    """
    if not now or not before:
        raise ValueError("there is nothing to compare")
    every = sorted(one - other for one in now for other in before)
    steps = sorted(set(every))
    limit = limit_of(confidence)
    low = _crossing(now, before, steps, limit)
    high = _crossing(now, before, steps, -limit)
    return Shift(median(every), low, high)


def limit_of(confidence: float) -> float:
    """By how many standard deviations ranks differ by chance at most, in either direction, at a confidence."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def can_differ(now: int, before: int, confidence: float) -> bool:
    """Whether so many values could differ beyond chance at all, if all of now were above all of before."""
    if not now or not before:
        return False
    score = (now * before / 2 - 0.5) / math.sqrt(now * before * (now + before + 1) / 12)
    return score >= limit_of(confidence)


def _crossing(now: Sequence[float], before: Sequence[float], steps: Sequence[float], limit: float) -> float:
    """The difference at which the score of the values, shifted by it, falls from above *limit* to below it."""
    first, last = 0, len(steps) - 1
    while first < last:  # between two differences that follow each other, the score is the same everywhere
        middle = (first + last) // 2
        shifted = (steps[middle] + steps[middle + 1]) / 2
        if score_of([value - shifted for value in now], before) > limit:
            first = middle + 1
        else:
            last = middle
    return steps[first]
