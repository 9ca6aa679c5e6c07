"""The metrics of a target: opens their source, and measures signals and the flow as the settings say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.flow.looking import INTERVALS
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.observability.signals.readings import TooFew
from pytest_golive.observability.signals.seeing.early import looks_back
from pytest_golive.observability.signals.units import bytes_of, lasting
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.remembering import OfOneMoment
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.quantities import percent
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import (
    given_interval,
    interval_of,
    is_asked,
    scraped_path,
    source_of,
    table_of,
)
from pytest_golive.targets.observing.own_requests import besides_own, ours_of, path_of, send_own, sender_of
from pytest_golive.targets.observing.since_deployed import unless_early, why_early
from pytest_golive.targets.reaching.recorded_rules import recordings_of

if TYPE_CHECKING:
    from pytest_golive.observability.flow.result import Flow
    from pytest_golive.observability.sources.metrics import Metrics

SIGNALS: Final = ("error_rate", "latency", "memory", "cpu", "queue_depth")
PATIENCE: Final = 30.0  # seconds until a request shows in a Prometheus, at least
OWN_PATIENCE: Final = 3.0
OTHER_RATES: Final = ("error_rate_alert", "error_rate_trigger")
Measured = Mapping[str, tuple[Signal, ...] | CannotMeasure]


def signals_of(run: Run, live: Live) -> Measured:
    """All signals of the target, measured at the same time; for each the reason, where it cannot be measured.

    The error rate comes three times: over the window of the target, and those of alert and trigger.
    """
    table = table_of(live)
    return run.shared.once(f"signals-{live.target.name}", lambda: _measured(run, live, table))


def _measured(run: Run, live: Live, table: Table) -> Measured:
    metrics = source_of(run, live, table)
    found: dict[str, tuple[Signal, ...] | CannotMeasure] = {}
    ours = ours_of(live, table)
    covered = send_own(run, live, table, metrics, ours)
    if is_asked(table):
        metrics = OfOneMoment(metrics)
    for signal in SIGNALS:
        run.progress(f"{signal} of {live.target.name}")
        try:
            found[signal] = _all_of(run, live, metrics, signal, covered, ours)
        except CannotMeasure as error:
            found[signal] = error
    return found


def _all_of(  # noqa: PLR0913, PLR0917 -- all that one signal needs
    run: Run, live: Live, metrics: Metrics, signal: str, covered: float, ours: Ours
) -> tuple[Signal, ...]:
    """A signal; the error rate also over the windows of alert and trigger, as far as there was traffic in them."""
    limits, table = run.settings.of(Monitoring), table_of(live)
    caps = _caps(limits)
    age = INTERVALS * interval_of(table, metrics)
    wanted = wanted_of(live, table, limits, signal, max(covered, seconds(table.scrape_for)) if covered else 0.0)
    if wanted.query and is_asked(table):
        wanted = replace(wanted, recordings=lambda: recordings_of(run, live))
    early = why_early(run, live, caps[signal].name, looks_back(wanted))
    try:
        first = measure(
            metrics, replace(wanted, ours=ours), caps[signal], longest_age=age, instances=live.table.instances
        )
        first = besides_own(live, table, unless_early(first, early), age if is_asked(table) else 0.0)
    except TooFew as few:
        raise early or few from None
    if signal != "error_rate" or not is_asked(table) or (table.error_rate and table.error_rate.query):
        return (first,)
    others, further = [], []
    for name in OTHER_RATES:
        wanted = wanted_of(live, table, limits, signal, limits.window(name))
        try:
            other = measure(metrics, wanted, caps[name], longest_age=age).in_total()
            others.append(unless_early(other, why_early(run, live, caps[name].name, wanted.window)))
            further.append((caps[name].name, f"measured over {lasting(wanted.window)}"))
        except CannotMeasure as error:
            further.append((caps[name].name, f"not measured: {error.what}"))
    return (replace(first, further=(*first.further, *further)), *others)


def _caps(limits: Monitoring) -> Mapping[str, Cap]:
    times = limits.of_times
    return {
        "error_rate": Cap("error rate", percent(limits.error_rate), "<", " %"),
        "error_rate_alert": Cap("error rate (alert)", percent(limits.error_rate_alert), "<=", " %"),
        "error_rate_trigger": Cap("error rate (trigger)", percent(limits.error_rate_trigger), "<=", " %"),
        "latency": Cap(times.name, times.value, times.operator, " ms"),
        "memory": Cap("memory", percent(limits.memory), "<", " %"),
        "cpu": Cap("CPU", percent(limits.cpu), "<", " %"),
        "queue_depth": Cap("queue depth", float(limits.queue_depth), "<"),
    }


def wanted_of(live: Live, table: Table, limits: Monitoring, signal: str, window: float = 0.0) -> Wanted:
    """How the settings want a signal to be measured; over *window* seconds, if it is not 0."""
    own = getattr(table, signal)
    if signal == "error_rate" and is_asked(table):
        window = window or limits.window("error_rate")
    return Wanted(
        signal,
        window or seconds(table.window if is_asked(table) else table.scrape_for),
        (own.query if own else None) or "",
        (own.unit if own else None) or "",
        table.framework or "",
        (scraped_path(table), live.table.health),
        limits.of_times.percent,
        bytes_of(table.memory_limit) if table.memory_limit else 0.0,
        table.cpu_limit or 0.0,
        float(limits.fewest_requests),
        seconds(limits.longest_window),
        place=f"[tool.golive.targets.{live.target.name}.metrics]",
        labels=dict(table.selector),
        trusted=bool(own and own.trusted),
    )


def flow_of(run: Run, live: Live) -> Flow:
    """The flow of the target's metrics, measured once per run."""
    table = table_of(live)
    return run.shared.once(f"metrics-flow-{live.target.name}", lambda: _flow(run, live, table))


def _flow(run: Run, live: Live, table: Table) -> Flow:
    from pytest_golive.observability.flow.measuring import measure as measure_flow
    from pytest_golive.observability.flow.rules import Rules

    rules = Rules(
        max(live.table.instances, len(table.instances)),
        table.needed,
        given_interval(table),
        table.requests,
        path_of(live, table),
        PATIENCE if is_asked(table) else OWN_PATIENCE,
    )
    wanted = wanted_of(live, table, run.settings.of(Monitoring), "error_rate")
    return measure_flow(source_of(run, live, table), wanted, rules, sender_of(live), run.progress)
