"""What a signal was over the day after a deployment, and over the time before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.ranges.range import Hole, Range
from pytest_golive.observability.signals.readings import Part
from pytest_golive.observability.sources.prometheus.past import told

FEW: Final = 3  # holes in a message


@dataclass(frozen=True, slots=True)
class Day:
    """A signal over some hours without a hole.

    Attributes:
        whole: over all of the time at once.
        n: of how many requests.
        unit: as written after a value: " %".
        source: where, of what, and from when to when.
        worst: the window with the highest value, in words.
        parts: of each instance with enough requests, where there are several.
        few: the instances with too few, in words.
    """

    whole: Part
    n: int
    unit: str
    source: str
    worst: str
    parts: tuple[Part, ...] = ()
    few: str = ""

    @property
    def worst_part(self) -> Part | None:
        """The instance with the highest value; None where there is one alone, or none that can be told apart."""
        return max(self.parts, key=lambda part: part.high, default=None)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What readers should know, by name."""
        yield "worst window", self.worst
        if self.whole.low != self.whole.high:
            yield "known only between", f"{self.whole.low:.4g} and {self.whole.high:.4g}{self.unit}"
        if self.few:
            yield "instances with too few requests to be judged alone", self.few


def day_of(found: Range, fewest: float) -> Day:
    """*found* as one value.

    Args:
        found: a range of requests.
        fewest: requests without which it proves nothing.

    Raises:
        CannotMeasure: it has holes, which are never filled; it has no value, or too few requests.
    """
    span = f"{told(found.since)} to {told(found.until)}"
    if found.holes:
        holes = "; ".join(_words(hole) for hole in found.holes[:FEW])
        more = f"; and {len(found.holes) - FEW:,} more" if len(found.holes) > FEW else ""
        raise CannotMeasure(
            f"{found.signal} from {span} is not known, for its data have holes: {holes}{more}",
            "find out why nothing was scraped then; what happened in that time has to be known from elsewhere, and "
            "a waiver says who has looked",
        )
    whole, n = found.whole, found.n
    if whole is None or not n:
        raise CannotMeasure(f"{found.signal} from {span} has no value", "see whether the service got requests")
    if n < fewest:
        raise CannotMeasure(
            f"from {span} there were {n:,.0f} requests, and fewer than {fewest:,.0f} prove nothing",
            "wait for traffic, or lower monitoring.fewest_requests",
        )
    top = max((one for one in found.windows if one.total), key=lambda one: one.total.value if one.total else 0.0)
    worst = f"{top.total.value:.4g}{found.unit}, {told(top.start)} to {told(top.end)}" if top.total else ""
    parts, few = _instances(found, fewest)
    return Day(whole, round(n), found.unit, f"{span}, {found.said}, {found.source}", worst, parts, few)


def _instances(found: Range, fewest: float) -> tuple[tuple[Part, ...], str]:
    """Those that can be judged alone, and in words those that had too few requests for it.

    Raises:
        CannotMeasure: one has requests, and no value over all of the time.
    """
    if len({*found.names, *(part.name for part in found.parts)}) <= 1:
        return (), ""
    if lost := sorted({*found.names} - {part.name for part in found.parts}):
        raise CannotMeasure(
            f"{found.signal} of {', '.join(lost[:FEW])} is known in some windows, and not over all of the time",
            "see why: an instance that nobody judges may be the one that is ill",
        )
    few = [part for part in found.parts if part.n is not None and part.n < fewest]
    words = [f"{part.name} ({part.n or 0:,.0f})" for part in few[:FEW]]
    more = [f"{len(few) - FEW:,} more"] if len(few) > FEW else []
    return tuple(part for part in found.parts if part not in few), ", ".join([*words, *more])


@dataclass(frozen=True, slots=True)
class Stored:
    """A response time that was recorded when the service was well: in milliseconds, and where that is from."""

    milliseconds: float
    source: str


@dataclass(frozen=True, slots=True)
class Slower:
    """By how much something is slower than it was, in percent (negative if it is faster), of *n* requests."""

    name: str
    percent: float
    n: int


@dataclass(frozen=True, slots=True)
class Against:
    """The day, and what it is held against: the time before the deployment and, if a team wants that, recorded runs."""

    now: Day
    before: Day
    stored: Stored | None = None

    def compared(self) -> Iterator[Slower]:
        """In total, the instance that has become slowest, and against the recorded runs.

        An instance is held against itself, where it was there before, else against all of them.

        Raises:
            CannotMeasure: what it is held against is nothing that anything could be compared with.
        """
        was = self.before.whole.value
        yield Slower("slower than before the deployment", self._percent(self.now.whole.value, was), self.now.n)
        before = {part.name: part.value for part in self.before.parts}
        parts = [(self._percent(one.value, before.get(one.name, was)), one) for one in self.now.parts]
        if parts:
            percent, one = max(parts, key=lambda pair: pair[0])
            name = f"slower than before the deployment, the worst instance: {one.name}"
            yield Slower(name, percent, round(one.n) if one.n is not None else self.now.n)
        if self.stored:
            percent = self._percent(self.now.whole.value, self.stored.milliseconds)
            yield Slower("slower than the stored baseline", percent, self.now.n)

    def _percent(self, now: float, was: float) -> float:
        if not was > 0:
            raise CannotMeasure(
                f"before, the response time was {was:g}{self.before.unit}, so nothing is a share of it",
                "see which metric it is computed from",
            )
        return 100.0 * (now - was) / was

    def notes(self) -> Iterator[tuple[str, str]]:
        """Both values, and what readers should know."""
        for name, one in (("since the deployment", self.now), ("before the deployment", self.before)):
            yield name, f"{one.whole.value:.4g}{one.unit} of {one.n:,} requests ({one.source})"
            yield from ((f"{name}, {what}", words) for what, words in one.notes())
        if self.stored:
            yield "stored baseline", f"{self.stored.milliseconds:.4g} ms ({self.stored.source})"


def _words(hole: Hole) -> str:
    of = f" of {hole.of}" if hole.of else ""
    return f"{told(hole.start)} to {told(hole.end)}{of}: {hole.why}"
