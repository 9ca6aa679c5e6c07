"""The alerts that a target needs, and the rules of its server: from the settings to the domain's objects."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.alerts.alerting import Demand, Given, judge_rules
from pytest_golive.observability.alerts.needed import MEMORY, UNITS, Needed
from pytest_golive.observability.alerts.proven import Alerting
from pytest_golive.observability.alerts.reaching.result import Routing
from pytest_golive.observability.alerts.rules.files import Written, read_files
from pytest_golive.observability.alerts.simulating.promtool import Promtool, find_promtool
from pytest_golive.observability.alerts.whom import reach
from pytest_golive.observability.signals.units import bytes_of
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.settings.targets.alerts.rules import number_of
from pytest_golive.settings.targets.alerts.table import Alerts
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.alert_ways import rules_api_of, way_of
from pytest_golive.targets.reaching.apis import api_of

LARGEST: Final = 20_000_000  # bytes of a file


def judge_alerting(run: Run, live: Live) -> Alerting:
    """Examine the rules of a target's server.

    Raises:
        NotSetUp: the settings do not say where rules are evaluated.
        CannotMeasure: the server does not answer.
    """
    table = alerts_of(live)
    labels = live.table.metrics.selector if live.table.metrics is not None else {}
    return judge_rules(
        Given(
            HttpApi(Client(rules_api_of(run, live))),
            _queries_api(run, live),
            tuple(needed_of(table, signal, labels, _capacity(live, signal)) for signal in table.signals),
            labels,
            _written(run, table),
            _promtool(run),
            Demand(table.rung, {str(signal): reason for signal, reason in table.without.items()}),
        )
    )


def judge_routing(run: Run, live: Live, alerting: Alerting) -> Routing:
    """Whom the alerts reach; what keeps that from being measured is a doubt, for a rule may be missing anyway."""
    try:
        return reach(alerting, way_of(run, live), alerts_of(live).rung)
    except CannotMeasure as error:
        return Routing("", doubts=(error,))


def alerts_of(live: Live) -> Alerts:
    """The table about alerts; its defaults, if there is none."""
    return live.table.alerts or Alerts.model_construct()


def needed_of(table: Alerts, signal: str, labels: Mapping[str, str], capacity: float = 0.0) -> Needed:
    """One alert that must exist."""
    own = getattr(table, signal)
    return Needed(
        signal,
        number_of(own.limit, UNITS[signal]),
        getattr(own, "percentile", 0.0) / 100,
        seconds(own.longest_for or table.longest_for),
        seconds(own.longest_window or table.longest_window),
        labels if own.selector is None else own.selector,
        table.severities,
        own.metrics,
        table.lowest_traffic,
        table.conditions,
        capacity,
    )


def _capacity(live: Live, signal: str) -> float:
    """The bytes that one instance may use, by the settings; 0 if they do not say."""
    metrics = live.table.metrics
    return bytes_of(metrics.memory_limit) if signal == MEMORY and metrics and metrics.memory_limit else 0.0


def _queries_api(run: Run, live: Live) -> HttpApi | None:
    """The server that holds the series, if the settings say where it is."""
    metrics = live.table.metrics
    if metrics is None or (metrics.url is None and metrics.url_env is None):
        return None
    return HttpApi(Client(api_of(run, live, metrics, "metrics", "Prometheus")))


def _promtool(run: Run) -> Promtool | None:
    program = find_promtool(os.environ)
    if not program:
        return None
    folder = run.shared.folder / "promtool"
    folder.mkdir(exist_ok=True)
    return Promtool(program, folder)


def _written(run: Run, table: Alerts) -> Written | None:
    """The rules of the files that the settings name; None if they name none.

    Raises:
        NotSetUp: a glob matches no file.
        CannotMeasure: a file cannot be read, or is too large.
    """
    if not table.rules:
        return None
    texts: dict[str, bytes] = {}
    for glob in table.rules:
        paths = sorted(path for path in run.root.glob(glob) if path.is_file())
        if not paths:
            cure = "correct rules in [tool.golive.targets.NAME.alerts]"
            raise NotSetUp(f"no file matches {glob!r}, which should hold rules", cure)
        for path in paths:
            name = path.relative_to(run.root).as_posix()
            try:
                if path.stat().st_size > LARGEST:
                    raise CannotMeasure(f"{name} has more than {LARGEST:,} bytes", "split it into several files")
                texts[name] = path.read_bytes()
            except OSError as error:
                raise CannotMeasure(f"{name} cannot be read: {error.strerror}", "correct it", path=name) from None
    return read_files(texts)
