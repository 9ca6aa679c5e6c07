"""Compare a signal with its limit: in total, and the worst instance alone."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.signals.compared import Bound, Row
from pytest_golive.observability.signals.readings import Part, Reading, TooFew
from pytest_golive.observability.signals.seeing.freshness import too_old
from pytest_golive.observability.signals.units import lasting

HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {"<": operator.lt, "<=": operator.le}
# A single failed request of an instance that gets few is no sickness of the instance.
LONE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest value that is allowed.

    Attributes:
        name: what is limited, in the words of the checklist: "error rate", "p(95)".
        value: in the unit of the signal: percent, milliseconds, a number.
        operator: "<" or "<=".
        unit: as written after a value: " %".
    """

    name: str
    value: float
    operator: str = "<"
    unit: str = ""

    @property
    def bound(self) -> Bound:
        """For a judge: ``{"below": 1.0}``."""
        return {"below": self.value} if self.operator == "<" else {"at_most": self.value}

    @property
    def text(self) -> str:
        """The limit in words: "< 1 %"."""
        return f"{self.operator} {self.value:g}{self.unit}"

    def is_within(self, part: Part) -> bool:
        """Whether whatever *part* can be is allowed."""
        return HOLDS[self.operator](part.high, self.value)

    def is_past(self, part: Part) -> bool:
        """Whether nothing that *part* can be is allowed."""
        return not HOLDS[self.operator](part.low, self.value)


@dataclass(frozen=True)
class Signal:
    """A signal of a service, with its limit.

    Attributes:
        cap: the limit.
        readings: by each family of metrics that has it; the first is judged, the others must agree.
        source: where the metrics were read.
        fewest: requests that are needed for a result; 0 if it is no matter of requests.
        unseen: instances of which the metrics say nothing now, each with the reason.
        order: why the first of several readings is the one that is judged.
        further: values beside the limit that are shown, by name.
        window: seconds over which it was measured.
        disagree: what to do where the readings contradict each other.
        old: values that are too old to be of now, each with the reason.
    """

    cap: Cap
    readings: Sequence[Reading]
    source: str
    fewest: float = 0.0
    unseen: Sequence[str] = ()
    order: str = ""
    further: Sequence[tuple[str, str]] = ()
    window: float = 0.0
    disagree: str = "find out which of them counts what customers see, and name it: framework = '…', or a query"
    old: Sequence[str] = ()

    @property
    def first(self) -> Reading:
        """The reading that is judged."""
        return self.readings[0]

    def in_total(self) -> Signal:
        """The same in total alone, whose few requests prove nothing by themselves."""
        first = replace(self.first, parts=(), notes=())
        return replace(self, readings=(first,), fewest=0.0, unseen=(), old=())

    def rows(self) -> Iterator[Row]:
        """The total and the worst instance, if they are certain.

        Raises:
            TooFew: there were too few requests.
        """
        self._check_enough()
        total, worst = self.first.total, self._worst()
        is_one = total is not None and len(self.first.parts) <= 1  # one instance is the total
        if total is not None and not self._is_open(total):
            alone = self._past() if self.first.parts else self._past_in_total(total)
            yield self._row(self.cap.name, total, alone if is_one else ())
        if worst is not None and not self._is_open(worst) and not is_one:
            yield self._row(f"{self.cap.name} of the worst {self.first.of}: {worst.name}", worst, self._past())

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was measured and how, by name."""
        first = self.first
        yield "measured by", f"{first.family}: {first.said}"
        if len(self.readings) > 1:
            others = ", ".join(f"{one.family} ({self._shown(one)})" for one in self.readings[1:])
            yield "also there", f"{others}; {self.order}"
        yield from first.notes
        if lone := [f"{part.name} ({part.said})" for part in first.parts if self._is_lone(part)]:
            yield "too few requests to judge alone", ", ".join(lone)
        yield from self.further

    def doubt(self) -> CannotMeasure | None:
        """Why it is not certain that the limit holds; None if it is."""
        if self.old:
            return too_old(self.cap.name, self.old)
        if open_ := [part for part in self.first.all if self._is_open(part)]:
            worst = max(open_, key=lambda part: part.value)
            what, cure = self.first.unsure
            return CannotMeasure(
                f"{self.cap.name} {worst.name}: {worst.value:.4g}{self.cap.unit} ({worst.said}), the limit is "
                f"{self.cap.text}: {what}",
                cure,
            )
        for other in self.readings[1:]:
            if any(self.cap.is_past(part) for part in other.all):
                return CannotMeasure(
                    f"{self.cap.name}: {self.first.family} says {self._shown(self.first)}, but {other.family} says "
                    f"{self._shown(other)}, and the limit is {self.cap.text}",
                    self.disagree,
                )
        if self.unseen:
            return CannotMeasure(
                f"the {self.cap.name} of {len(self.unseen)} instances is unknown: {'; '.join(self.unseen)}",
                "start them again; let all export the same metrics; or narrow the selector to what serves requests",
            )
        return None

    def _check_enough(self) -> None:
        whole = self.first.total.n if self.first.total else sum(part.n or 0.0 for part in self.first.parts)
        # PromQL extrapolates, so 50 requests may be 49.7.
        if self.fewest and whole is not None and whole < self.fewest - 0.5:
            raise TooFew(
                f"{self.cap.name}: only {whole:,.0f} requests were counted in {lasting(self.window)}, and nothing "
                f"follows from fewer than {self.fewest:g}",
                "take a longer window, measure while there is traffic, let the run send own_requests, or set "
                "monitoring.fewest_requests if the service has no more traffic",
            )

    def _worst(self) -> Part | None:
        judged = [part for part in self.first.parts if not self._is_lone(part)]
        return max(judged, key=lambda part: (self.cap.is_past(part), part.value), default=None)

    def _past(self) -> tuple[Finding, ...]:
        """The instances that are past the limit, the worst first."""
        found = [part for part in self.first.parts if self.cap.is_past(part) and not self._is_lone(part)]
        found.sort(key=lambda part: -part.value)
        return tuple(
            Finding("", 0, self.first.of, self._sentence(part), key=f"{self.cap.name} {part.name}", size=part.value)
            for part in found
        )

    def _past_in_total(self, total: Part) -> tuple[Finding, ...]:
        """Of which requests the total is, and of which time, where it is past the limit and no instance is known."""
        if not self.cap.is_past(total) or not total.said:
            return ()
        said = f"{total.said} in {lasting(self.window)}, all instances together"
        return (Finding("", 0, "total", said, key=f"{self.cap.name} {total.name}", size=total.value),)

    def _sentence(self, part: Part) -> str:
        value = f"{part.value:,.0f}" if part.value.is_integer() else f"{part.value:.4g}"
        return f"{self.first.of} {part.name}: {value}{self.cap.unit}" + (f" ({part.said})" if part.said else "")

    def _is_open(self, part: Part) -> bool:
        """Whether *part* may be on either side of the limit."""
        is_open = not self.cap.is_within(part) and not self.cap.is_past(part)
        return is_open and not self._is_lone(part)

    def _is_lone(self, part: Part) -> bool:
        """Whether *part* is an instance with so few requests that a single one decides."""
        is_total = part is self.first.total
        few = part.n is not None and part.n < self.fewest
        return not is_total and few and (self.cap.unit != " %" or part.high * (part.n or 0.0) / 100 < LONE)

    def _row(self, name: str, part: Part, where: tuple[Finding, ...] = ()) -> Row:
        n = None if part.n is None else max(1, round(part.n))
        return Row(name, part.value, self.cap.bound, self.cap.unit, n, where)

    def _shown(self, reading: Reading) -> str:
        part = max(reading.all, key=lambda part: part.value, default=None)
        return "nothing" if part is None else f"{part.value:.4g}{self.cap.unit} {part.name}".rstrip()
