"""What a load says about a service: which limits hold, and what became slower."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.load.baseline import TOTAL, Baseline
from pytest_golive.load.comparing import ALPHA, Change, compare
from pytest_golive.load.limits import FEWEST, Limit
from pytest_golive.load.result import LoadResult, Together

IN_TOTAL: Final = "in total"


class Shows(Protocol):
    """What takes pictures and notes: a `Judge`."""

    def attach(self, path: str) -> None:
        """Take a file."""

    def note(self, name: str, value: float | str, *, unit: str = "") -> None:
        """Take a value that is not judged."""


@dataclass(frozen=True, slots=True)
class Row:
    """One limit, in total or for one endpoint.

    Attributes:
        name: what was measured, and where.
        value: what came out.
        limit: what it is held against.
        n: requests it stands on.
    """

    name: str
    value: float
    limit: Limit
    n: int


@dataclass(frozen=True)
class Performance:
    """A load's result beside its limits and its baseline.

    Attributes:
        result: what was measured.
        limits: for all requests together, and for each endpoint that has none of its own; those of `rps` in total only.
        own: limits of single endpoints, by name.
        baseline: what is compared with, or None.
        no_baseline: why there is none, and the command that makes one.
        max_ratio: how many times as long a percentile may be: 1.1 for ten percent.
        pictures: absolute paths of what was drawn.
        notes: small pictures in text, by name.
    """

    result: LoadResult
    limits: Sequence[Limit]
    own: Mapping[str, Sequence[Limit]]
    baseline: Baseline | None
    no_baseline: CannotMeasure | None
    max_ratio: float = 1.1
    pictures: Sequence[str] = ()
    notes: Mapping[str, str] | None = None

    @property
    def source(self) -> str:
        """What sent the load."""
        return self.result.source

    def show(self, judge: Shows) -> None:
        """Hand over pictures, and what the generator says of itself."""
        for path in self.pictures:
            judge.attach(path)
        if self.result.plan.rate:
            late = max(run.late.percentile(95) for run in self.result.runs)
            judge.note("requests sent late by the generator's own fault (p95)", late, unit=" ms")
        if self.baseline:
            judge.note("differences in p(95) that this machine cannot tell apart", self.resolution(95), unit=" ms")
        for name, drawn in (self.notes or {}).items():
            judge.note(name, drawn)

    def in_total(self) -> list[Row]:
        """Each limit beside what all requests came to.

        Raises:
            CannotMeasure: there are too few requests.
        """
        return [_row(limit, self.result.of(), IN_TOTAL) for limit in self.limits]

    def endpoints(self) -> list[Finding]:
        """Each endpoint that is past a limit.

        Raises:
            CannotMeasure: an endpoint got too few requests, or one with limits of its own got none.
        """
        if unknown := set(self.own) - set(self.result.names):
            raise CannotMeasure(
                f"no request was sent to {', '.join(sorted(unknown))}, which has limits of its own",
                f"correct the name; these were sent: {', '.join(self.result.names)}",
            )
        found = []
        for name in self.result.names:
            rows = [_row(limit, self.result.of(name), name) for limit in self._of(name)]
            found += [_finding(name, row) for row in rows if not row.limit.holds(row.value)]
        return found

    def resolution(self, percent: float) -> float:
        """Milliseconds by which a percentile may differ for the machine's sake alone; 0 if nothing is known.

        What the generator was late is in its times; and so is, of a service on the same machine, what that waited for a
        CPU. A request waits twice, when it arrives and when its answer does: only half as many are spared, and what
        they wait adds up.
        """
        level = (100 + percent) / 2
        kept = [run.late for run in self.result.runs]
        kept += [run.jitter for run in self.result.runs] if self.result.plan.is_here else []
        return 2 * max((samples.percentile(level) for samples in kept if len(samples)), default=0.0)

    def changes(self) -> list[Change]:
        """Each percentile of each endpoint beside the baseline.

        Raises:
            CannotMeasure: there is no baseline, or an endpoint is not in it: nobody knows whether it became slower.
        """
        if self.baseline is None:
            raise self.no_baseline or CannotMeasure("there is no baseline", "golive baseline record")
        names = [TOTAL, *(self.result.names if len(self.result.names) > 1 else [])]
        alpha = ALPHA / len(names)
        changes = []
        for name in names:
            now, before = self.result.of(name).times, self.baseline.times(name)
            _enough(sum(map(len, now)), FEWEST, name or IN_TOTAL)
            if not before:
                raise CannotMeasure(f"{name} is not in the baseline", record_command(self.baseline.target))
            changes += compare(
                name or IN_TOTAL, now, before, most=self.max_ratio, alpha=alpha, resolution=self.resolution
            )
        return changes

    def regressions(self) -> list[Finding]:
        """What takes longer than the baseline allows; raises as `changes` does."""
        slower = [change for change in self.changes() if change.is_slower(self.max_ratio)]
        return [
            Finding("", 0, "regression", change.sentence, key=f"{change.name} p({change.percent:g})", size=change.ratio)
            for change in slower
        ]

    @property
    def compared(self) -> str:
        """What was compared with, for the evidence."""
        known = self.baseline
        return f"baseline of {known.recorded[:10]}, commit {known.commit[:10] or 'none'}" if known else ""

    def _of(self, name: str) -> Sequence[Limit]:
        return self.own.get(name) or [limit for limit in self.limits if limit.measure != "rps"]


def record_command(target: str) -> str:
    """What makes a baseline, for an error's cure."""
    return f"golive baseline record --target {target}, where the times are good; then commit it"


def _row(limit: Limit, together: Together, where: str) -> Row:
    _enough(together.n, limit.fewest, where)
    value = limit.of(together)
    if math.isnan(value):
        raise CannotMeasure(f"{limit.name} {where} is not a number", "see that every run sends requests")
    return Row(f"{limit.name} {where}", value, limit, together.n)


def _enough(count: int, fewest: int, where: str) -> None:
    if count < fewest:
        raise CannotMeasure(
            f"{count} requests {where if where == IN_TOTAL else f'to {where}'} are too few; {fewest} are needed",
            "raise [tool.golive.performance] duration, rate or runs, or the endpoint's weight",
        )


def _finding(name: str, row: Row) -> Finding:
    message = f"{row.name}: {row.value:.4g}{row.limit.unit}, must be {row.limit.text}"
    return Finding("", 0, row.limit.name, message, key=f"{name} {row.limit.text}", size=row.value)
