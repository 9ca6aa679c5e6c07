"""What was measured of the objectives of a service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.slos.slo import Slo

UNITS = ((86_400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an objective stands.

    Attributes:
        slo: the objective.
        left: the part of its error budget that is left; below 0 if more was spent than there was.
        errors: the part of all events that was bad.
        labels: of the series that stands worst.
        series: how many there are.
        covered: seconds of its window that there is data of; None if nobody knows.
    """

    slo: Slo
    left: float
    errors: float
    labels: Mapping[str, str]
    series: int
    covered: float | None

    @property
    def shown(self) -> str:
        """The standing in words."""
        which = ", ".join(f"{name}={value}" for name, value in self.labels.items())
        worst = f", worst of {self.series}: {which}" if self.series > 1 else ""
        return f"{self.left * 100:,.4g} % left, {self.errors * 100:.4g} % bad{worst}{self._over()}"

    def _over(self) -> str:
        if self.covered is None:
            return "; over how much data is not known"
        if self.covered >= self.slo.window.seconds:
            return ""
        return f"; over only {spoken(self.covered)} of {spoken(self.slo.window.seconds)}: there is no older data"

    def finding(self, least: float) -> Finding:
        """That too little is left."""
        slo = self.slo
        what = f"{slo.shown}: {self.shown}, must be above {least:g} %"
        return Finding(slo.path, slo.line, "budget", what, "high", f"{slo.service}/{slo.name}", -self.left)


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
        return [each.finding(self.least) for each in self.standings if each.left * 100 <= self.least]

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the checks."""
        for each in self.standings:
            yield each.slo.shown, each.shown
        for note in self.unproven:
            yield "not proven", note
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
