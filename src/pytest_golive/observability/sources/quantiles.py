"""Quantiles of classic histograms, as PromQL's ``histogram_quantile()`` computes them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Floating point alone makes two equal sums differ by as much.
SMALL: Final = 1e-12
LEAST_BUCKETS: Final = 2
Bucket = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile, and what is to be known of it.

    Attributes:
        value: in the unit of the buckets' bounds; NaN if there is none.
        is_least: whether it is in the highest bucket, which has no upper bound: the true value is *value* or more.
        repaired: whether counts had to be raised, because a bucket counted less than a narrower one.
        why: why there is no value; "" if there is one.
    """

    value: float
    is_least: bool = False
    repaired: bool = False
    why: str = ""


def quantile(q: float, buckets: Iterable[Bucket]) -> float:
    """The quantile *q* of a histogram; NaN if it has none.

    Args:
        q: from 0 to 1.
        buckets: upper bound (``le``) and count of each, or the rate of the count.
    """
    return quantile_of(q, buckets).value


def quantile_of(q: float, buckets: Iterable[Bucket]) -> Quantile:
    """The quantile *q* of a histogram, and what is to be known of it.

    Args:
        q: from 0 to 1.
        buckets: upper bound (``le``) and count of each, or the rate of the count.
    """
    if math.isnan(q):
        return Quantile(q, why="the quantile is no number")
    if not 0 <= q <= 1:
        return Quantile(math.copysign(math.inf, q), why=f"{q:g} is no quantile from 0 to 1")
    merged = _merged(buckets)
    if not merged or not math.isinf(merged[-1][0]):
        return Quantile(math.nan, why="there is no bucket le='+Inf', which counts all")
    merged, repaired = _rising(merged)
    if len(merged) < LEAST_BUCKETS:
        return Quantile(math.nan, why="there is no bucket but le='+Inf'")
    if not merged[-1][1]:
        return Quantile(math.nan, repaired=repaired, why="nothing was observed")
    value, is_least = _within(q, merged)
    why = "its counts are no numbers" if math.isnan(value) else ""
    return Quantile(value, is_least, repaired, why)


def _merged(buckets: Iterable[Bucket]) -> list[Bucket]:
    """The buckets by their bounds; those with the same bound are one."""
    found: dict[float, float] = defaultdict(float)
    for bound, count in buckets:
        found[bound] += count
    return sorted(found.items())


def _rising(buckets: list[Bucket]) -> tuple[list[Bucket], bool]:
    """Counts that never fall, and whether any did by more than floating point explains."""
    found, repaired = [buckets[0]], False
    for bound, count in buckets[1:]:
        before = found[-1][1]
        is_same = _is_almost(before, count)
        repaired = repaired or (count < before and not is_same)
        found.append((bound, before if is_same or count < before else count))
    return found, repaired


def _is_almost(one: float, other: float) -> bool:
    if one == other:
        return True
    total = abs(one) + abs(other)
    return total != 0 and not math.isinf(total) and abs(one - other) / total < SMALL


def _within(q: float, buckets: list[Bucket]) -> tuple[float, bool]:
    """The quantile by linear interpolation, and whether it is in the highest bucket."""
    rank = q * buckets[-1][1]
    last = len(buckets) - 1
    place = next((number for number, bucket in enumerate(buckets[:last]) if bucket[1] >= rank), last)
    if place == last:
        return (math.nan if math.isnan(rank) else buckets[-2][0]), True
    bound, count = buckets[place]
    if place == 0:
        if bound <= 0:
            return bound, False
        return bound * _share(rank, count), False
    below, under = buckets[place - 1]
    return below + (bound - below) * _share(rank - under, count - under), False


def _share(part: float, whole: float) -> float:
    """NaN in an empty bucket, which only the quantile 0 can be in."""
    return part / whole if whole else math.nan
