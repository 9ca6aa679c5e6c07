"""Between which buckets of a classic histogram a percentile lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pytest_golive.errors import CannotMeasure

Buckets = Mapping[float, float]


def bounds_of(share: float, buckets: Buckets) -> tuple[float, float]:
    """The edges of the bucket that holds a percentile: it is above the first, and at most the second.

    Args:
        share: 0.95 for the 95th percentile.
        buckets: how many are at most as long, by the upper edge; the last is infinity, and it is not 0.
    """
    edges = sorted(buckets)
    rank, most, below = share * buckets[edges[-1]], 0.0, 0.0
    for edge in edges:
        most = max(most, buckets[edge])  # scrapes of a busy moment may count a shorter one more
        if most >= rank:
            return (min(below, edge), edge)
        below = edge
    return below, math.inf


def in_common(all_buckets: Sequence[Buckets]) -> Buckets:
    """Several histograms together: only edges that all of them have can be added."""
    edges = set.intersection(*(set(buckets) for buckets in all_buckets))
    return {edge: sum(buckets[edge] for buckets in all_buckets) for edge in edges}


def edge_of(text: str, name: str) -> float:
    """The upper edge of a bucket, from its label ``le``.

    Raises:
        CannotMeasure: it is no number.
    """
    try:
        edge = float(text)
    except ValueError:
        edge = math.nan
    if math.isnan(edge):
        raise CannotMeasure(
            f"{name} has a bucket le={text!r}, which is no number", "correct what exports it: le is the upper edge"
        )
    return edge
