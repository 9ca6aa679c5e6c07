"""The rate of a counter, as ``rate()`` of Prometheus 3 computes it: resets, gaps, and the edges of the window."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

Point = tuple[int, float]
# An edge that is further away than this many average distances is a gap, or the beginning of the series.
EXTRAPOLATED: Final = 1.1
LEAST: Final = 2


def rate(points: Sequence[Point], start: int, end: int) -> float | None:
    """The increase per second within a window; None with fewer than two samples in it, as nobody knows then.

    Prometheus 2 differs in two ways: a sample right at the start belongs to the window, too, and a counter that would
    have been below zero at the start is cut before, not after the start is recognised as a gap.

    Args:
        points: time in milliseconds since 1970, and value; the oldest first. Where a series ended and came back, the
            points of both parts stand here, and nothing between them.
        start: of the window, in milliseconds since 1970; a sample right at it does not belong to the window.
        end: of the window, which a sample right at it belongs to.
    """
    inside = [point for point in points if start < point[0] <= end]
    if len(inside) < LEAST or inside[-1][0] <= inside[0][0]:
        return None
    grown = increase(inside)
    seconds = (inside[-1][0] - inside[0][0]) / 1000
    average = seconds / (len(inside) - 1)
    before, after = (inside[0][0] - start) / 1000, (end - inside[-1][0]) / 1000
    threshold = average * EXTRAPOLATED
    before = average / 2 if before >= threshold else before
    after = average / 2 if after >= threshold else after
    first = inside[0][1]
    if grown > 0 and first >= 0:  # a counter is never negative: it began at zero, and not before
        before = min(before, seconds * (first / grown))
    return grown * ((seconds + before + after) / seconds) / ((end - start) / 1000)


def growth(points: Sequence[Point], begins: Sequence[int], start: int, end: int, first: int) -> float | None:
    """The increase per second within a window, from zero wherever the series begins; else as `rate` has it.

    Args:
        points: as in `rate`.
        begins: time of each point before which the series was seen to be missing.
        start: as in `rate`.
        end: as in `rate`.
        first: when anything was seen for the first time; nothing can have begun before.
    """
    known = set(begins)
    inside = [point for point in points if start < point[0] <= end]
    if not any(at in known for at, _ in inside):
        return rate(points, start, end)
    grown = inside[0][1] if inside[0][0] in known else 0.0
    for (_, one), (at, other) in itertools.pairwise(inside):
        grown += other if at in known or other < one else other - one
    return grown / ((end - max(start, first)) / 1000)


def increase(points: Sequence[Point]) -> float:
    """What a counter counted from its first to its last point; wherever it fell, it began anew at zero.

    NaN if one of the points is.
    """
    grown = points[-1][1] - points[0][1]
    for (_, one), (_, other) in itertools.pairwise(points):
        grown += one if other < one else 0.0
    return math.nan if any(math.isnan(value) for _, value in points) else grown
