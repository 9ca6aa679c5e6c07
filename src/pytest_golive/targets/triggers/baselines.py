"""The response time that is usual: what a release that is slow is held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.context.moments.deployed import Moment, deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.triggers.trigger import utc
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import is_asked, table_of
from pytest_golive.targets.observing.ranging import range_of_target

KEY: Final = "[tool.golive.rollback]"


@dataclass(frozen=True, slots=True)
class Usual:
    """A response time, and where it comes from.

    Attributes:
        milliseconds: of the percentile that is compared.
        source: "the settings", "the load of golive baseline, 2026-11-20".
    """

    milliseconds: float
    source: str

    @property
    def text(self) -> str:
        """For people: "41.3 ms, by the settings"."""
        return f"{round(self.milliseconds, 1):,g} ms, by {self.source}"


def usual_time(run: Run, live: Live, percent: float) -> Usual:
    """The usual time of the *percent* fastest responses.

    Raises:
        NotSetUp: there is no baseline.
        CannotMeasure: the time before the deployment is not known well enough, or the recorded baseline is damaged.
    """
    said = run.settings.of(Rollback).baseline
    if said is not None:
        return Usual(1000 * seconds(said), f"{KEY} baseline")
    moment = deployed(run)
    recorded = recorded_time(run, live.target.name, percent)
    if moment is not None and is_asked(table_of(live)):
        try:
            return _before(run, live, moment)
        except CannotMeasure as error:
            if recorded is None:
                raise
            return replace(recorded, source=f"{recorded.source} (the time before the deployment: {error.what})")
    if recorded is None:
        name = live.target.name
        raise NotSetUp(
            f"there is no baseline of response times of {name}, so nobody knows what is twice as long",
            "say when this release was deployed (--golive-deployed), where a Prometheus knows the time before; record "
            f"one while {name} is well: golive baseline record --target {name}; or set it in {KEY}: baseline = "
            '"120ms"',
        )
    return recorded


def _before(run: Run, live: Live, moment: Moment) -> Usual:
    """What it was before the deployment, if all of that time is known and there were requests enough.

    Raises:
        CannotMeasure: it is not, or there were not.
    """
    span = seconds(run.settings.of(Rollback).before)
    found = range_of_target(run, live, "latency", moment.before - span, moment.before)
    where = f"the {lasting(span)} before the deployment of {utc(moment.before):%Y-%m-%d %H:%M} UTC"
    fewest = run.settings.of(Monitoring).fewest_requests
    cure = f'set baseline = "120ms" in {KEY}, or record one: golive baseline record --target {live.target.name}'
    if found.of_service:
        hole = found.of_service[0]
        what = f"{where} have a hole of {lasting(hole.end - hole.start)}: {hole.why}"
        raise CannotMeasure(f"no baseline of response times: {what}", cure)
    if found.whole is None or (found.whole.n or 0.0) < fewest:
        count = (found.whole.n or 0.0) if found.whole else 0.0
        what = f"{where} had {count:,.0f} requests, and fewer than {fewest:,} prove nothing"
        raise CannotMeasure(f"no baseline of response times: {what}", cure)
    return Usual(found.whole.value, f"{where} ({found.whole.n:,.0f} requests; {moment.source})")


def recorded_time(run: Run, name: str, percent: float) -> Usual | None:
    """What golive baseline has recorded of the target *name* on machines of this class; None if nothing."""
    from pytest_golive.load.baselines.baseline import TOTAL, read_baseline
    from pytest_golive.load.baselines.comparing import median_of
    from pytest_golive.targets.performing import baseline_place, machine

    found = read_baseline(baseline_place(run, name), name, machine(run))
    if found is None:
        return None
    return Usual(median_of(found.times(TOTAL), percent), f"golive baseline of {found.recorded[:10]}")
