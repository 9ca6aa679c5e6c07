"""One objective, whatever format it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["good", "bad", "success", "failure", "threshold"]
Method = Literal["occurrences", "timeslices", "ratio_timeslices"]


@dataclass(frozen=True, slots=True)
class Window:
    """The time over which an objective must hold.

    Attributes:
        seconds: its length.
        text: as it was written.
        began: for a window of the calendar, when the current one began, in seconds since 1970; None if it is rolling.
    """

    seconds: float
    text: str
    began: float | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """How an objective is measured.

    Attributes:
        kind: what *part* is: a count of good or bad events; a ratio of successes or failures; or a value that is
            compared with a threshold.
        part: the query.
        total: the query for all events; "" if there is none.
        is_counter: whether the queries name counters that only rise; None if nobody says.
        comparison: of a threshold, with its number: "< 0.5".
        unknown: why it cannot be measured; "" if it can.
    """

    kind: Kind
    part: str
    total: str = ""
    is_counter: bool | None = None
    comparison: str = ""
    unknown: str = ""

    @property
    def queries(self) -> tuple[str, ...]:
        """Its queries."""
        return tuple(query for query in (self.part, self.total) if query)


@dataclass(frozen=True, slots=True)
class Slo:
    """One objective.

    Attributes:
        name: its name, with that of its objective if there are several.
        service: the service that it names.
        path: of its file.
        line: where it stands.
        target: the part of all events that must be good, between 0 and 1.
        window: over which it must hold.
        indicator: how it is measured.
        method: how bad events are counted: each one, or slices of time.
        slice_target: the part that must be good for a slice to be good.
        slice_seconds: the length of a slice.
        trusted: whether the team answers for what its queries count where nobody here understands it.
    """

    name: str
    service: str
    path: str
    line: int
    target: float
    window: Window
    indicator: Indicator
    method: Method = "occurrences"
    slice_target: float = 0.0
    slice_seconds: float = 0.0
    trusted: bool = False

    @property
    def key(self) -> str:
        """Its name with that of its service: "web/availability"."""
        return f"{self.service}/{self.name}"

    @property
    def trusting(self) -> str:
        """How to answer for queries that nobody here understands, for messages."""
        return f'trusted = ["{self.key}"] in slos of the target'

    @property
    def shown(self) -> str:
        """Its name and target: "web/availability (99.9 % in 30d)"."""
        return f"{self.key} ({self.target * 100:.6g} % in {self.window.text})"
