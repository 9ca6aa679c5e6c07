"""Values far from all others, by Tukey's fences, as Kayenta draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

FACTOR: Final = 3.0


def percentile_of(values: Sequence[float], percent: float) -> float:
    """A percentile by linear interpolation between the two values next to it."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def without_outliers(values: Sequence[float], factor: float = FACTOR) -> list[float]:
    """Those within *factor* quartile distances of the quartiles, or between the 1st and the 99th percentile."""
    if not values:
        return []
    low, high = percentile_of(values, 25), percentile_of(values, 75)
    least = min(percentile_of(values, 1), low - factor * (high - low))
    most = max(percentile_of(values, 99), high + factor * (high - low))
    return [value for value in values if least <= value <= most]
