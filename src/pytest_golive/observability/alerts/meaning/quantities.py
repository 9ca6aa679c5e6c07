"""What an expression measures: one quantity, its unit, over which time, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from pytest_golive.observability.alerts.promql.tree import Match, Series

T = TypeVar("T")
Keeps = tuple[str, frozenset[str]]  # ("by", labels) or ("without", labels)
NUMBER: Final = "a number"
GAUGE: Final = "a value"
RATE: Final = "a rate"  # of what *share* says
BUCKETS: Final = "buckets"
ERROR_SHARE: Final = "the share of errors"
SUCCESS_SHARE: Final = "the share of successes"
SLOW_SHARE: Final = "the share of slow requests"
FAST_SHARE: Final = "the share of fast requests"
QUANTILE: Final = "a quantile of latency"
MEAN: Final = "the mean latency"
USED: Final = "the amount in use"
LIMIT: Final = "the limit"
FREE: Final = "the free amount"
QUOTA: Final = "the CPU quota"  # microseconds in each of its periods
PERIOD: Final = "the period of a CPU quota"
USED_SHARE: Final = "the share that is used"
FREE_SHARE: Final = "the share that is free"
QUEUE: Final = "the length of a queue"
COMPLEMENTS: Final = {
    SUCCESS_SHARE: ERROR_SHARE,
    ERROR_SHARE: SUCCESS_SHARE,
    FAST_SHARE: SLOW_SHARE,
    SLOW_SHARE: FAST_SHARE,
    FREE_SHARE: USED_SHARE,
    USED_SHARE: FREE_SHARE,
}
FALLING: Final = frozenset({SUCCESS_SHARE, FAST_SHARE, FREE_SHARE})  # they fall when something is wrong
SHARES: Final = frozenset(COMPLEMENTS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an expression measures.

    Attributes:
        kind: one of the words above.
        scale: what it holds is the value in base units (a ratio, seconds, items) times this; 0 if nothing says it.
        share: of a rate, which requests it counts: "all", "errors", "success", "fast", "slow", "time" (the sum of their
            times); with "some errors" and "no errors" for statuses that are not all of the server's errors.
        boundary: of fast and slow requests, the seconds between them.
        quantile: of a quantile of latency.
        topic: "memory" or "cpu", of what is used, free, or the limit.
        value: of a number.
        window: the longest window that it looks back over, in seconds.
        shortest: the shortest window of a rate, in seconds; 0 without one.
        delay: seconds by which it is late, such as an offset.
        series: the selectors that it is made of, those inside recording rules included.
        keeps: the labels that it has: ("by", labels) or ("without", labels).
        weak: why it is less than it should be, for certain.
        doubts: why it may be less than it should be.
        of_host: whether it is about a whole machine.
        counted: of a rate, whether it is a number over its window rather than one per second.
    """

    kind: str
    scale: float = 1.0
    share: str = "all"
    boundary: float = 0.0
    quantile: float = 0.0
    topic: str = ""
    value: float = 0.0
    window: float = 0.0
    shortest: float = 0.0
    delay: float = 0.0
    series: tuple[Series, ...] = ()
    keeps: Keeps = ("without", frozenset())
    weak: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    of_host: bool = False
    counted: bool = False

    def weaker(self, why: str) -> Quantity:
        """The same, with a reason for which it is too little."""
        return replace(self, weak=(*self.weak, why))

    def doubted(self, why: str) -> Quantity:
        """The same, with a reason for which it may be too little."""
        return replace(self, doubts=(*self.doubts, why))

    def joined(self, other: Quantity, **changes: object) -> Quantity:
        """This one, changed, with all that is known of the windows and faults of the other."""
        windows = [each for each in (self.shortest, other.shortest) if each]
        both = replace(
            self,
            window=max(self.window, other.window),
            shortest=min(windows, default=0.0),
            delay=max(self.delay, other.delay),
            series=unique((*self.series, *other.series)),
            weak=unique((*self.weak, *other.weak)),
            doubts=unique((*self.doubts, *other.doubts)),
            of_host=self.of_host or other.of_host,
        )
        return replace(both, **changes)  # type: ignore[arg-type]

    def keeps_label(self, label: str) -> bool:
        """Whether its series may still have this label."""
        way, labels = self.keeps
        return (label in labels) == (way == "by")

    def matches(self, without: Iterable[str]) -> frozenset[Match]:
        """The matchers of all of its selectors, apart from those of some labels."""
        apart = frozenset(without)
        return frozenset(one for each in self.series for one in each.matches if one.label.lower() not in apart)

    @property
    def names(self) -> frozenset[str]:
        """The names of the metrics that it is made of."""
        return frozenset(each.name for each in self.series)


def unique(values: tuple[T, ...]) -> tuple[T, ...]:
    """Each value once, in the order of the first."""
    return tuple(dict.fromkeys(values))
