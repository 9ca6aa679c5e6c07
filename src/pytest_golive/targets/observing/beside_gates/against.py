"""A release against its baseline: the time before its deployment, recorded runs, or instances of the old release."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from re import escape
from statistics import median
from typing import TYPE_CHECKING, Final

from pytest_golive.context.moments.deployed import must_be_deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.load.baselines.baseline import TOTAL, read_baseline
from pytest_golive.observability.canary.measurement import (
    Side,
    check_newest,
    measurement_of,
    not_measured,
    side_of,
)
from pytest_golive.observability.canary.rules import OF_ERRORS, Rules
from pytest_golive.observability.ranges.measuring import LEAST, UNITS, Stretch, range_of
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Op
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.quantities import percent
from pytest_golive.settings.watching.baseline import PREFIX
from pytest_golive.settings.watching.baseline import Baseline as Table
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metering import wanted_of
from pytest_golive.targets.observing.metric_table import interval_of, is_asked, source_of, table_of
from pytest_golive.targets.performing import baseline_place

if TYPE_CHECKING:
    from pytest_golive.observability.ranges.range import Range

LEAST_RUNS: Final = 3
MOST: Final = 60  # windows of now that are compared: the newest ones


class Against:
    """Compares the signals of a target with their baseline, again and again; the baseline is measured once.

    Args:
        run: this run.
        live: the target.
        table: the settings.
        clock: seconds since 1970.
    """

    def __init__(self, run: Run, live: Live, table: Table, clock: Callable[[], float] = time.time) -> None:
        self._run, self._live, self._table, self._clock = run, live, table, clock
        self._before: dict[str, Side] = {}
        self._interval = 0.0

    @property
    def signals(self) -> tuple[str, ...]:
        """The names of the signals in a watch: "baseline::latency"."""
        return self._table.names

    @property
    def baselines(self) -> dict[str, float]:
        """The usual value of each signal that was compared, also of the gate that judges it, in their unit."""
        found = {name: median(side.values) for name, side in self._before.items() if side.values}
        return {f"{place}::{name}": value for name, value in found.items() for place in (PREFIX[:-2], "monitoring")}

    def check(self) -> None:
        """Refuse what no sample could measure.

        Raises:
            NotSetUp: nobody says when the release was deployed, or nobody keeps the metrics.
        """
        if not self.signals:
            return
        must_be_deployed(self._run)
        if not is_asked(table_of(self._live)):
            raise NotSetUp(
                f"a baseline needs metrics of the past, and those of {self._live.place} are scraped by this run alone",
                "set the url of a Prometheus in its metrics, or remove [tool.golive.watch.baseline]",
            )

    def measure(self) -> list[Measurement]:
        """One measurement of each signal; what cannot be measured is an error in it."""
        return [self._measured(name) for name in self._table.signals] if self.signals else []

    def _measured(self, name: str) -> Measurement:
        signal = f"{PREFIX}{name}"
        self._run.progress(f"{name} of {self._live.target.name} against its baseline")
        try:
            before, now = self._sides(name)
        except CannotMeasure as error:
            return not_measured(signal, error)
        found = measurement_of(signal, now, before, self._rules(name), UNITS[name])
        return replace(found, is_early=found.phase is Phase.INCONCLUSIVE and self._is_early(name, before))

    def _is_early(self, name: str, before: Side) -> bool:
        """Whether windows since the deployment are missing that time brings; the time before it brings no more."""
        if self._table.kind != "instances" and len(before.values) < self._rules(name).fewest:
            return False
        ripe = self._table.ripe_after(LEAST * self._interval)
        return self._clock() - must_be_deployed(self._run).seconds < ripe

    def _sides(self, name: str) -> tuple[Side, Side]:
        since = must_be_deployed(self._run).seconds
        if self._table.kind == "instances":
            old, new = self._of_groups(name, since)
            self._before[name] = old
            return old, new
        if name not in self._before:
            self._before[name] = self._recorded(name) if self._table.kind == "stored" else self._of_time(name, since)
        return self._before[name], self._newest(name, self._source(), since, "since the deployment")

    def _newest(self, name: str, metrics: Metrics, since: float, said: str) -> Side:
        """The windows since the deployment; none yet in the first moments after it."""
        now = self._clock()
        if now - since < seconds(self._table.step):
            return Side((), 0.0, f"no window yet {said}")
        found = self._range(name, metrics, since, now)
        check_newest(found)
        return side_of(found, self._fewest, said)

    def _of_time(self, name: str, deployed: float) -> Side:
        until = deployed - seconds(self._table.margin)
        found = self._range(name, self._source(), until - seconds(self._table.span), until)
        return side_of(found, self._fewest, "before it")

    def _of_groups(self, name: str, since: float) -> tuple[Side, Side]:
        """The old instances and the new ones at the same time: what the load does to one, it does to the other."""
        ((label, values),) = self._table.old.items()
        among = "|".join(map(escape, values))
        sides: tuple[tuple[Op, str], ...] = (("=~", "of the old release"), ("!~", "of the new one"))
        old, new = (self._newest(name, self._narrowed(label, op, among), since, which) for op, which in sides)
        return old, new

    def _narrowed(self, label: str, op: Op, among: str) -> Metrics:
        source = self._source()
        if not isinstance(source, PrometheusMetrics):
            return source  # which has no past, and says so
        return PrometheusMetrics(source.api.client, (*source.matchers, Matcher(label, op, among)))

    def _range(self, name: str, metrics: Metrics, since: float, until: float) -> Range:
        table, limits = table_of(self._live), self._run.settings.of(Monitoring)
        self._interval = self._interval or interval_of(table, metrics)
        step = max(seconds(self._table.step), LEAST * self._interval)
        wanted = wanted_of(self._live, table, limits, name, step)
        if wanted.query and self._table.kind == "instances":
            raise NotSetUp(
                f"the {name.replace('_', ' ')} of some instances alone: the settings have a query of your own for it",
                f"remove that query from {wanted.place}, or compare with the time before: kind = 'before'",
            )
        over = Stretch(max(since, until - MOST * step), until, step, self._interval)
        return range_of(metrics, wanted, over, at_once=False)

    def _recorded(self, name: str) -> Side:
        """The runs that were recorded with ``golive baseline record``."""
        target = self._table.recorded or self._live.target.name
        path = baseline_place(self._run, target)
        baseline = read_baseline(path, target)
        if baseline is None:
            raise CannotMeasure(
                f"there is no recorded baseline of {target} for this class of machine: {path}",
                f"record it: golive baseline record --target {target}, or set kind = 'before', which needs none",
            )
        runs = baseline.endpoints[TOTAL]
        at = self._run.settings.of(Monitoring).of_times.percent
        values = [run.times.percentile(at) if name == "latency" else run.error_rate for run in runs]
        return Side(tuple(values), sum(run.n for run in runs), f"{len(runs)} runs recorded {baseline.recorded}")

    def _source(self) -> Metrics:
        return source_of(self._run, self._live, table_of(self._live))

    @property
    def _fewest(self) -> float:
        return float(self._run.settings.of(Monitoring).fewest_requests)

    def _rules(self, name: str) -> Rules:
        most = 1 + percent(self._table.tolerance) / 100
        usual = OF_ERRORS if name == "error_rate" else Rules()
        # A recorded run holds thousands of requests, of which there are a few: so many windows are not needed.
        fewest = LEAST_RUNS if self._table.kind == "stored" else self._table.fewest_windows
        return replace(usual, confidence=self._table.confidence, most=most, fewest=fewest)
