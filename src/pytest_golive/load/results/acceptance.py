"""What a load test says about a service: which limits hold, and what became slower."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.load.baselines.baseline import TOTAL, Baseline
from pytest_golive.load.baselines.comparing import ALPHA, Change, Judged, compare
from pytest_golive.load.limits import FEWEST, Limit
from pytest_golive.load.results.noise import UNNOTICED, Noise
from pytest_golive.load.results.result import LoadResult
from pytest_golive.load.results.rows import IN_TOTAL, Row, check_enough, finding_of, row_of


class Shows(Protocol):
    """Something that takes pictures and notes: a `Judge`."""

    def attach(self, path: str) -> None:
        """Attach a file."""

    def note(self, name: str, value: float | str, *, unit: str = "") -> None:
        """Record a value that is not judged."""


@dataclass(frozen=True)
class Performance:
    """The result of a load test, with its limits and its baseline.

    Attributes:
        result: the measurements.
        limits: for all requests together, and for each endpoint without its own; limits on `rps` only for the total.
        own: limits of single endpoints, by name.
        baseline: the baseline, or None.
        no_baseline: why there is none, and the command that records one; a waiver may cover it alone.
        max_ratio: the factor by which a percentile may grow: 1.1 for ten percent.
        pictures: absolute paths of the drawings.
        notes: small pictures in text, by name.
    """

    result: LoadResult
    limits: Sequence[Limit]
    own: Mapping[str, Sequence[Limit]]
    baseline: Baseline | None
    no_baseline: Finding | None
    max_ratio: float = 1.1
    pictures: Sequence[str] = ()
    notes: Mapping[str, str] | None = None

    @property
    def source(self) -> str:
        """What sent the load."""
        return self.result.source

    def show(self, judge: Shows) -> None:
        """Add pictures and the generator's own measurements to *judge*."""
        for path in self.pictures:
            judge.attach(path)
        if self.result.plan.rate:
            late = max(run.late.percentile(95) for run in self.result.runs)
            judge.note("requests sent late by the generator's own fault (p95)", late, unit=" ms")
        if self.baseline:
            judge.note(
                "differences in p(95) that this machine cannot tell apart", self.noise.resolution(95), unit=" ms"
            )
        if self.noise.words:
            judge.note("how busy this machine was", self.noise.words)
        for name, drawn in (self.notes or {}).items():
            judge.note(name, drawn)

    @property
    def noise(self) -> Noise:
        """What this machine may have added to the times."""
        return Noise(self.result)

    def in_total(self) -> list[Row]:
        """Each limit with the total result, without those that only a quiet machine could decide.

        Raises:
            CannotMeasure: there are too few requests.
        """
        return [row for row in self._rows(IN_TOTAL, self.limits) if not row.is_doubtful]

    def endpoints(self) -> list[Finding]:
        """Each endpoint that is past a limit, and would be on a quiet machine, too.

        Raises:
            CannotMeasure: an endpoint got too few requests, or one with limits of its own got none.
        """
        if unknown := set(self.own) - set(self.result.names):
            raise CannotMeasure(
                f"no request was sent to {', '.join(sorted(unknown))}, which has limits of its own",
                f"correct the name; these were sent: {', '.join(self.result.names)}",
            )
        return [finding_of(name, row) for name in self.result.names for row in self._past(name) if not row.is_doubtful]

    def changes(self) -> list[Change]:
        """Each percentile of each endpoint, compared with the baseline.

        Raises:
            CannotMeasure: there is no baseline, or an endpoint is missing in it: it is unknown whether it became
                slower.
        """
        if self.baseline is None:
            raise self._uncompared()
        names = [TOTAL, *(self.result.names if len(self.result.names) > 1 else [])]
        alpha = ALPHA / len(names)
        changes = []
        for name in names:
            now, before = self.result.of(name).times, self.baseline.times(name)
            check_enough(sum(map(len, now)), FEWEST, name or IN_TOTAL)
            if not before:
                raise CannotMeasure(f"{name} is not in the baseline", record_command(self.baseline.target))
            changes += compare(
                name or IN_TOTAL, now, before, most=self.max_ratio, alpha=alpha, resolution=self.noise.resolution
            )
        return changes

    def _uncompared(self) -> CannotMeasure:
        if self.no_baseline is None:
            return CannotMeasure("there is no baseline", "golive baseline record")
        accept = f"to release without one, waive this alone: match = {self.no_baseline.fingerprint!r}"
        return CannotMeasure(self.no_baseline.message, f"{self.no_baseline.cure}; {accept}")

    def regressions(self) -> list[Finding]:
        """What became slower than the baseline allows, on any machine; raises as `changes` does."""
        slower = [change for change in self._changes if self._judge(change) is Judged.SLOWER]
        return [
            Finding("", 0, "regression", change.sentence, key=f"{change.name} p({change.percent:g})", size=change.ratio)
            for change in slower
        ]

    def doubt(self) -> CannotMeasure | None:
        """Results that a quiet machine might change, as an error; None if everything is decided."""
        rows = [*self._rows(IN_TOTAL, self.limits), *(row for name in self.result.names for row in self._past(name))]
        doubts = [f"{row.sentence} may be this machine's doing" for row in rows if row.is_doubtful]
        changes = self._changes if self.baseline is not None else []
        doubtful = [change for change in changes if self._judge(change) is Judged.NOBODY_KNOWS]
        doubts += [f"it is unknown whether it became slower: {change.sentence}" for change in doubtful]
        return self.noise.doubt(doubts) if doubts else None

    @property
    def compared(self) -> str:
        """The baseline, for the evidence."""
        known = self.baseline
        return f"baseline of {known.recorded[:10]}, commit {known.commit[:10] or 'none'}" if known else ""

    @cached_property
    def _changes(self) -> list[Change]:
        return self.changes()

    def _rows(self, where: str, limits: Sequence[Limit]) -> list[Row]:
        together = self.result.of("" if where == IN_TOTAL else where)
        return [row_of(limit, together, where, self.noise) for limit in limits]

    def _past(self, name: str) -> list[Row]:
        limits = self.own.get(name) or [limit for limit in self.limits if limit.measure != "rps"]
        return [row for row in self._rows(name, limits) if not row.limit.holds(row.value)]

    def _judge(self, change: Change) -> Judged:
        least = self.noise.least(change.now, change.percent) if self.noise.busy is not None else None
        return change.judged(self.max_ratio, least=least, unnoticed=UNNOTICED)


def record_command(target: str) -> str:
    """The command that records a baseline, for an error's fix."""
    return f"golive baseline record --target {target}, where the times are good; then commit it"
