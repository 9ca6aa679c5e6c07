"""What was measured of the objectives of a service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.slos.slo import Slo

SPENT: Final = (
    "let releases wait until the service keeps its objective again: fix what fails, or agree on another objective"
)
ROUNDING: Final = 1e-6  # percent
UNITS: Final = ((86_400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an objective stands.

    Attributes:
        slo: the objective.
        left: the part of its error budget that is left; below 0 if more was spent than there was.
        errors: the part of all events that was bad.
        labels: of the series that stands worst.
        series: how many there are.
        covered: seconds of its window that there is data of.
        is_summed: whether its queries give each series by itself, so that they are added up.
    """

    slo: Slo
    left: float
    errors: float
    labels: Mapping[str, str]
    series: int
    covered: float
    is_summed: bool = False

    @property
    def shown(self) -> str:
        """The standing in words."""
        return f"{self.shown_so_far}{self._over()}"

    @property
    def shown_so_far(self) -> str:
        """What is left, and what was bad, whatever data there are."""
        which = ", ".join(f"{name}={value}" for name, value in self.labels.items())
        worst = f", worst of {self.series}: {which}" if self.series > 1 else ""
        summed = ", all series of its queries together" if self.is_summed else ""
        return f"{self.left * 100:,.4g} % left, {self.errors * 100:.4g} % bad{worst}{summed}"

    @property
    def percent_of_window(self) -> float:
        """Percent of its window that there is data of."""
        return 100 * self.covered / self.slo.window.seconds

    @property
    def data(self) -> str:
        """For how much of its window there is data, in words."""
        if not self.covered:
            return f"are hardly any data of its {spoken(self.slo.window.seconds)}"
        share = f"{self.percent_of_window:.3g} %"
        return f"are data for {spoken(self.covered)} of its {spoken(self.slo.window.seconds)} ({share})"

    def _over(self) -> str:
        return "" if self.covered >= self.slo.window.seconds else f"; there {self.data}"

    def keeps(self, least: float) -> bool:
        """Whether *least* percent of its error budget are left, and some in any case."""
        return self.left > 0 and self.left * 100 >= least - ROUNDING

    def finding(self, least: float) -> Finding:
        """That too little is left."""
        slo, wanted = self.slo, f"at least {least:g}" if least else "above 0"
        what = f"{slo.shown}: {self.shown}, must be {wanted} %"
        return Finding(slo.path, slo.line, "budget", what, "high", slo.key, -self.left, cure=SPENT)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An objective that could not be measured, and why."""

    slo: Slo
    error: CannotMeasure


@dataclass(frozen=True, slots=True)
class Slos:
    """The objectives of a service.

    Attributes:
        standings: those that were measured.
        doubts: those that were not.
        misaimed: those whose queries are about something else, or can find no bad event.
        unproven: what is not proven of them, in words.
        source: where the metrics were read.
        faults: what is wrong with the files.
        missing: objectives that must be there and are not.
        files: how many files were read.
        others: objectives of other services, which were not looked at.
        least: percent of the budget that must be left.
    """

    standings: tuple[Standing, ...]
    doubts: tuple[Doubtful, ...]
    misaimed: tuple[Finding, ...]
    unproven: tuple[str, ...]
    source: str
    faults: tuple[Finding, ...] = ()
    missing: tuple[Finding, ...] = ()
    files: int = 0
    others: int = 0
    least: float = 0.0

    @property
    def defined(self) -> int:
        """How many objectives the files hold for this service."""
        return len(self.standings) + len(self.doubts) + len({finding.key for finding in self.misaimed})

    @property
    def spent(self) -> list[Finding]:
        """The objectives of whose error budget too little is left."""
        return [each.finding(self.least) for each in self.standings if not each.keeps(self.least)]

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the checks."""
        for each in self.standings:
            yield each.slo.shown, each.shown
        for note in self.unproven:
            yield "not proven", note
        for doubtful in self.doubts[1:]:
            yield "not measured", f"{doubtful.error.what}: {doubtful.error.cure}"
        if self.others:
            yield "objectives of other services, not looked at", str(self.others)

    def doubt(self) -> CannotMeasure | None:
        """Why not all objectives were measured; None if they were."""
        if not self.doubts:
            return None
        first, more = self.doubts[0].error, len(self.doubts) - 1
        rest = f"; and {more} more could not be measured" if more else ""
        return CannotMeasure(f"{first.what}{rest}", first.cure, path=first.path, line=first.line)


def spoken(seconds: float) -> str:
    """A length of time in its largest unit: "2.5 d"."""
    size, unit = next((each for each in UNITS if seconds >= each[0]), UNITS[-1])
    return f"{seconds / size:.3g} {unit}"
