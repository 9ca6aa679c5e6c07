"""Times of requests: exact as long as they fit in memory, and approximate beyond."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

EXACT: Final = 1_000_000
# Beyond that many samples, values are accurate to one part in a thousand.
STEP: Final = math.log(1.001)
# A microsecond: nothing on a network is faster, and log(0) is undefined.
LEAST: Final = 0.001


class Samples:
    """A set of times, in milliseconds.

    Up to *exact* of them are kept exactly. Then they are counted in buckets that are 0.1 % wide: memory is limited
    (some 22,000 buckets from a microsecond to an hour), and two sets still merge without further loss.
    """

    def __init__(self, values: Iterable[float] = (), *, exact: int = EXACT) -> None:
        self._exact = exact
        self._raw = array("d")
        self._buckets: Counter[int] = Counter()
        self._sorted = True
        self._count = 0
        self._greatest = 0.0
        for value in values:
            self.add(value)

    def __len__(self) -> int:
        return self._count

    @property
    def is_exact(self) -> bool:
        """Whether every time is kept exactly."""
        return not self._buckets

    def add(self, value: float) -> None:
        """Add one time.

        Raises:
            ValueError: it is negative or not a number.
        """
        if not 0 <= value < math.inf:
            raise ValueError(f"{value!r} is no time")
        self._count += 1
        if value > self._greatest:  # noqa: PLR1730 -- runs for every request, and max() takes twice as long
            self._greatest = value
        if self._buckets:
            self._buckets[_bucket(value)] += 1
            return
        self._raw.append(value)
        self._sorted = False
        if self._count > self._exact:
            self._into_buckets()

    def merge(self, other: Samples) -> None:
        """Add all times of *other*."""
        if not other._buckets:
            for value in other._raw:
                self.add(value)
            return
        if not self._buckets:
            self._into_buckets()
        self._buckets.update(other._buckets)
        self._count += other._count
        self._greatest = max(self._greatest, other._greatest)

    def percentile(self, percent: float) -> float:
        """The smallest time that *percent* of all times do not exceed, in milliseconds; NaN without times.

        By nearest rank: it is a measured time, not a mean of two.
        """
        if not self._count:
            return math.nan
        # As fractions, since 0.95 * 20 is not exactly 19 in floating point.
        rank = max(1, math.ceil(Fraction(str(percent)) * self._count / 100))
        if rank >= self._count:
            return self._greatest
        if not self._buckets:
            return self._in_order()[rank - 1]
        for bucket in sorted(self._buckets):
            rank -= self._buckets[bucket]
            if rank <= 0:
                return _middle(bucket)
        return self._greatest

    def thinned(self, most: int) -> list[float]:
        """The times in order; if there are more than *most*, that many of them, evenly spread over the ranks."""
        if self._buckets:
            return [self.percentile(100 * (place + 0.5) / most) for place in range(most)]
        values = self._in_order()
        if len(values) <= most:
            return list(values)
        return [values[int((place + 0.5) * len(values) / most)] for place in range(most)]

    def _in_order(self) -> array[float]:
        if not self._sorted:
            self._raw = array("d", sorted(self._raw))
            self._sorted = True
        return self._raw

    def _into_buckets(self) -> None:
        self._buckets.update(map(_bucket, self._raw))
        self._raw = array("d")


def _bucket(value: float) -> int:
    return math.floor(math.log(max(value, LEAST)) / STEP)


def _middle(bucket: int) -> float:
    return math.exp((bucket + 0.5) * STEP)
