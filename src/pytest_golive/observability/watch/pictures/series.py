"""A signal over time in bounded memory: its values are thinned to their extremes, its bad samples are all counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.observability.watch.measured import Measurement, Phase

MOST_BUCKETS: Final = 300  # of each series; a bucket keeps two values, and one mark for each kind of bad sample
FINEST: Final = 0.25  # seconds; buckets become wider as the watch becomes longer
GREATEST: Final = 1e300  # what lies between two values must be a number, too

Point = tuple[float, float]  # seconds since the watch began, and the value


@dataclass(slots=True)
class Mark:
    """Bad samples of one kind that lie so close together that one sign stands for them.

    Attributes:
        phase: of which kind.
        first, last: when they were taken, in seconds since the watch began.
        count: how many they are.
        value: the one that is the furthest from the limit; None if none has a value.
        said: why the first of them is bad.
    """

    phase: Phase
    first: float
    last: float
    count: int = 0
    value: float | None = None
    said: str = ""


@dataclass(slots=True)
class Bucket:
    """The samples of a short time."""

    low: Point | None = None
    high: Point | None = None
    bare: float | None = None  # when there was a good sample without a number
    is_broken: bool = False  # whether something is not known between here and the bucket before
    marks: dict[Phase, Mark] = field(default_factory=dict)

    def absorb(self, later: Bucket) -> None:
        """Take over the samples of the next bucket."""
        for point in filter(None, (later.low, later.high)):
            self.add(point)
        self.bare = later.bare if self.bare is None else self.bare
        self.is_broken = self.is_broken or later.is_broken
        for phase, mark in later.marks.items():
            if (mine := self.marks.get(phase)) is None:
                self.marks[phase] = mark
                continue
            mine.last, mine.count = mark.last, mine.count + mark.count
            mine.value = mark.value if mine.value is None else mine.value

    def add(self, point: Point) -> None:
        """Keep a value if it is the lowest or the highest."""
        self.low = point if self.low is None or point[1] < self.low[1] else self.low
        self.high = point if self.high is None or point[1] > self.high[1] else self.high


@dataclass
class Series:
    """One signal over time.

    Attributes:
        signal: its name.
        limit, unit, bound: as in its newest measurement that has them.
        buckets: by their number.
    """

    signal: str
    limit: str = ""
    unit: str = ""
    bound: float | None = None
    buckets: dict[int, Bucket] = field(default_factory=dict)
    _width: float = FINEST

    def add(self, since: float, measured: Measurement, *, is_broken: bool) -> None:
        """Add one sample; *is_broken* if nothing is known of the time before it."""
        self.limit, self.unit = measured.limit or self.limit, measured.unit or self.unit
        self.bound = measured.bound if is_number(measured.bound) else self.bound
        bucket = self._bucket(since)
        bucket.is_broken = bucket.is_broken or is_broken
        value = measured.value if is_number(measured.value) else None
        if measured.phase is Phase.ERROR:
            value = None
        if value is not None:
            bucket.add((since, value))
        elif measured.phase is Phase.GOOD:
            bucket.bare = since
        if measured.phase is not Phase.GOOD:
            bucket.is_broken = bucket.is_broken or measured.phase is Phase.ERROR
            mark = bucket.marks.setdefault(measured.phase, Mark(measured.phase, since, since, said=measured.said))
            mark.last, mark.count = since, mark.count + 1
            mark.value = value if mark.value is None or self._is_worse(value, mark.value) else mark.value

    def _is_worse(self, value: float | None, than: float) -> bool:
        middle = self.bound or 0.0
        return value is not None and abs(value - middle) > abs(than - middle)

    def _bucket(self, since: float) -> Bucket:
        number = int(since / self._width)
        if number not in self.buckets and len(self.buckets) >= MOST_BUCKETS:
            self._widen()
            return self._bucket(since)
        return self.buckets.setdefault(number, Bucket())

    def _widen(self) -> None:
        self._width *= 2
        narrow, self.buckets = self.buckets, {}
        for number in sorted(narrow):
            if (kept := self.buckets.get(number // 2)) is None:
                self.buckets[number // 2] = narrow[number]
            else:
                kept.absorb(narrow[number])

    @property
    def lines(self) -> Iterator[list[Point]]:
        """The values, in order; a new line begins where something is not known."""
        line: list[Point] = []
        for _, bucket in sorted(self.buckets.items()):
            if bucket.is_broken and line:
                yield line
                line = []
            line += sorted(set(filter(None, (bucket.low, bucket.high))))
        if line:
            yield line

    @property
    def marks(self) -> list[Mark]:
        """The signs of all bad samples."""
        return [mark for _, bucket in sorted(self.buckets.items()) for mark in bucket.marks.values()]

    @property
    def bare(self) -> list[float]:
        """When there were good samples without a number."""
        return [bucket.bare for _, bucket in sorted(self.buckets.items()) if bucket.bare is not None]

    @property
    def values(self) -> list[float]:
        """All values that are drawn."""
        return [value for line in self.lines for _, value in line]


def is_number(value: float | None) -> bool:
    """Whether there is a value that can be drawn."""
    return value is not None and abs(value) < GREATEST
