"""The metrics of a target: opens their source, and measures signals and the flow as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.flow.looking import INTERVALS, MINUTE
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.units import bytes_of
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import percent, seconds
from pytest_golive.targets.live import Live

if TYPE_CHECKING:
    from pytest_golive.observability.flow.result import Flow
    from pytest_golive.observability.sources.metrics import Metrics

SIGNALS: Final = ("error_rate", "latency", "memory", "cpu", "queue_depth")
PATIENCE: Final = 30.0  # seconds until a request shows in a Prometheus, at least
OWN_PATIENCE: Final = 3.0
OTHER_RATES: Final = ("error_rate_alert", "error_rate_trigger")
Measured = Mapping[str, tuple[Signal, ...] | CannotMeasure]


def table_of(live: Live) -> Table:
    """The table of the target's metrics.

    Raises:
        NotSetUp: there is none.
    """
    table = live.table.metrics
    if table is None:
        raise NotSetUp(
            f"{live.place} does not say where its metrics are",
            f"describe them in [tool.golive.targets.{live.target.name}.metrics]: url and selector of a Prometheus, or "
            "path, if each instance is to be scraped",
        )
    return table


def signals_of(run: Run, live: Live) -> Measured:
    """All signals of the target, measured at the same time; for each the reason, where it cannot be measured.

    The error rate comes three times: over the window of the target, and those of alert and trigger.
    """
    table = table_of(live)
    return run.shared.once(f"signals-{live.target.name}", lambda: _measured(run, live, table))


def _measured(run: Run, live: Live, table: Table) -> Measured:
    metrics = source_of(run, live, table)
    found: dict[str, tuple[Signal, ...] | CannotMeasure] = {}
    covered = _send_own(run, live, table, metrics)
    for signal in SIGNALS:
        run.progress(f"{signal} of {live.target.name}")
        try:
            found[signal] = _all_of(run, live, metrics, signal, covered)
        except CannotMeasure as error:
            found[signal] = error
    return found


def source_of(run: Run, live: Live, table: Table) -> Metrics:
    """Where the metrics of the target are read.

    Raises:
        NotSetUp: the settings do not say which series are the service's.
    """
    from pytest_golive.targets.reaching.metric_sources import metrics_of

    if is_asked(table) and not table.selector:
        raise NotSetUp(
            f"[tool.golive.targets.{live.target.name}.metrics] does not say which series are those of this service",
            "name their labels: selector = { job = 'shop' }",
        )
    return metrics_of(run, live)


def _all_of(run: Run, live: Live, metrics: Metrics, signal: str, covered: float) -> tuple[Signal, ...]:
    """A signal; the error rate also over the windows of alert and trigger, as far as there was traffic in them."""
    limits, table = run.settings.of(Monitoring), table_of(live)
    caps = _caps(limits)
    age = INTERVALS * _interval(table, metrics)
    wanted = wanted_of(live, table, limits, signal, max(covered, seconds(table.scrape_for)) if covered else 0.0)
    first = measure(metrics, wanted, caps[signal], longest_age=age, instances=live.table.instances)
    if signal != "error_rate" or not is_asked(table) or (table.error_rate and table.error_rate.query):
        return (first,)
    others, further = [], []
    for name in OTHER_RATES:
        wanted = wanted_of(live, table, limits, signal, limits.window(name))
        try:
            others.append(measure(metrics, wanted, caps[name], longest_age=age).in_total())
        except CannotMeasure as error:
            further.append((caps[name].name, f"not measured: {error.what}"))
    return (replace(first, further=tuple(further)), *others)


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
        (table.path, live.table.health),
        limits.of_times.percent,
        bytes_of(table.memory_limit) if table.memory_limit else 0.0,
        table.cpu_limit or 0.0,
        float(limits.fewest_requests),
        f"[tool.golive.targets.{live.target.name}.metrics]",
    )


def is_asked(table: Table) -> bool:
    """Whether a Prometheus is asked, and nothing scraped by ourselves."""
    return table.url is not None or table.url_env is not None


def flow_of(run: Run, live: Live) -> Flow:
    """The flow of the target's metrics, measured once per run."""
    table = table_of(live)
    return run.shared.once(f"metrics-flow-{live.target.name}", lambda: _flow(run, live, table))


def _flow(run: Run, live: Live, table: Table) -> Flow:
    from pytest_golive.observability.flow.measuring import Rules
    from pytest_golive.observability.flow.measuring import measure as measure_flow

    rules = Rules(
        max(live.table.instances, len(table.instances)),
        table.needed,
        _given_interval(table),
        table.requests,
        _path(live, table),
        PATIENCE if is_asked(table) else OWN_PATIENCE,
    )
    wanted = wanted_of(live, table, run.settings.of(Monitoring), "error_rate")
    return measure_flow(source_of(run, live, table), wanted, rules, _sender(live), run.progress)


def _interval(table: Table, metrics: Metrics) -> float:
    """Seconds between two scrapes, of the instance that is scraped least."""
    known = [instance.interval for instance in metrics.instances() if instance.interval]
    return max(known) if known else _given_interval(table) or MINUTE


def _given_interval(table: Table) -> float:
    """Seconds between two scrapes by the settings; 0 if they leave it to the server."""
    if not is_asked(table):
        return seconds(table.scrape_every)
    return seconds(table.scrape_interval) if table.scrape_interval else 0.0


def _path(live: Live, table: Table) -> str:
    """The path of our own requests: cheap, read-only, and without credentials."""
    plain = (one.path for one in live.table.endpoints if one.method in {"GET", "HEAD"} and one.auth is False)
    return table.request_path or next(plain, live.table.version)


def _sender(live: Live) -> Callable[[str], None]:
    from pytest_golive.service.http.asking import Service

    service = Service(live.target)

    def send(path: str) -> None:
        service.ask(path)

    return send


def _send_own(run: Run, live: Live, table: Table, metrics: Metrics) -> float:
    """Send requests of our own, if the settings want some; returns over how many seconds we scraped them, or 0."""
    from pytest_golive.observability.flow.sending import send_all, until_scraped

    if not table.own_requests:
        return 0.0
    send, path = _sender(live), _path(live, table)
    interval = _interval(table, metrics)
    spread = 2 * interval if is_asked(table) else 0.8 * seconds(table.scrape_for)

    def look() -> None:
        run.progress(f"{table.own_requests} requests to {path} of {live.target.name}")
        if not is_asked(table):
            metrics.instances()  # scrapes them

    covered = send_all(lambda: send(path), table.own_requests, spread, look, interval)
    if is_asked(table):
        until_scraped(metrics, INTERVALS * interval, run.progress)
        return 0.0
    return covered
