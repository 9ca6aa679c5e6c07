"""What a signal was over a time: a value for each window, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.observability.signals.readings import Part


@dataclass(frozen=True, slots=True)
class Hole:
    """A time of which the metrics say nothing; it is never filled.

    Attributes:
        start: in seconds since 1970.
        end: in seconds since 1970.
        of: the instance; "" for the whole service.
        why: in words.
    """

    start: float
    end: float
    of: str
    why: str


@dataclass(frozen=True, slots=True)
class Window:
    """One window of a range.

    Attributes:
        start: in seconds since 1970.
        end: in seconds since 1970.
        total: of all instances together; None if there is no value.
        parts: of each instance that has a value.
        why: why there is no value, and nothing is known; "" if there is one, or if there were no requests.
        is_idle: whether the counters of requests stood still: that is known, and gives no value.
    """

    start: float
    end: float
    total: Part | None = None
    parts: tuple[Part, ...] = ()
    why: str = ""
    is_idle: bool = False

    def of(self, name: str = "") -> Part | None:
        """The value of an instance; in total if *name* is empty."""
        if not name:
            return self.total
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True)
class Range:
    """A signal over a time.

    Attributes:
        signal: its name in the settings: "error_rate", "latency".
        unit: of its values, as written after a number: " %", " ms", "".
        since: in seconds since 1970.
        until: in seconds since 1970.
        step: seconds of each window; they adjoin.
        windows: the oldest first.
        whole: over all of the time at once, in total; None if that is not known, or if there were no requests.
        parts: the same of each instance.
        holes: of which times nothing is known; a value of a time with holes proves nothing.
        family: what exports the metrics.
        said: what was computed.
        source: where it was read.
        notes: what else readers should know, by name.
    """

    signal: str
    unit: str
    since: float
    until: float
    step: float
    windows: tuple[Window, ...]
    whole: Part | None
    parts: tuple[Part, ...]
    holes: tuple[Hole, ...]
    family: str
    said: str
    source: str
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def n(self) -> float:
        """How many requests there were in all windows together; 0 if it is no matter of requests."""
        return math.fsum(window.total.n or 0.0 for window in self.windows if window.total)

    @property
    def names(self) -> tuple[str, ...]:
        """The instances that have a value in any window."""
        return tuple(sorted({part.name for window in self.windows for part in window.parts}))

    @property
    def of_service(self) -> tuple[Hole, ...]:
        """The holes of the whole service."""
        return tuple(hole for hole in self.holes if not hole.of)

    def points(self, name: str = "", fewest: float = 0.0) -> Sequence[Part]:
        """The values, window by window, of those windows that have one.

        Args:
            name: of an instance; "" for the total.
            fewest: requests that a window needs; 0 if it is no matter of requests.
        """
        found = [part for window in self.windows if (part := window.of(name)) is not None]
        return [part for part in found if part.n is None or part.n >= fewest]

    def values(self, name: str = "", fewest: float = 0.0) -> list[float]:
        """The numbers of `points`, none of which is NaN."""
        return [part.value for part in self.points(name, fewest)]
