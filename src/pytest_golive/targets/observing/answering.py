"""The alerts of a target that fired since its deployment, and their answers: from the settings to the servers."""

from __future__ import annotations

from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.observability.alerts.answering.chosen import Chosen
from pytest_golive.observability.alerts.answering.measuring import Asking, answers
from pytest_golive.observability.alerts.answering.result import Answers
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.settings.post_deploy import PostDeploy
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.alert_ways import rules_api_of
from pytest_golive.targets.reaching.apis import api_of


def answers_of_target(run: Run, live: Live, since: float, until: float) -> Answers:
    """What fired about a target over a time, and what became of it.

    Args:
        run: this run.
        live: the target.
        since: in seconds since 1970 by this machine's clock.
        until: the same, at most now.

    Raises:
        CannotMeasure: a server cannot be asked, or nothing proves what fired.
        NotSetUp: the settings do not say which server evaluates the rules, or which alerts are about the service.
    """
    alerts, metrics = live.table.alerts, live.table.metrics
    clients = [Client(rules_api_of(run, live))]
    if alerts and alerts.prometheus and metrics and (metrics.url or metrics.url_env):
        # Where another program evaluates the rules, such as vmalert, the series are with the metrics.
        clients.append(Client(api_of(run, live, metrics, "metrics", "Prometheus")))
    manager = None
    if alerts is not None and alerts.alertmanager is not None:
        manager = Client(api_of(run, live, alerts.alertmanager, "alerts.alertmanager", "Alertmanager"))
    switch = (alerts.dead_mans_switch if alerts else None) or ""
    sources = [PrometheusMetrics(client) for client in clients]
    return answers(Asking(clients[0], sources, manager, _chosen(run, live), switch, since, until))


def _chosen(run: Run, live: Live) -> Chosen:
    table, metrics = run.settings.of(PostDeploy), live.table.metrics
    if table.alerts:
        return Chosen(table.alerts, is_declared=True, unheeded=table.unheeded_alerts)
    if metrics is None or not metrics.selector:
        raise NotSetUp(
            f"the settings do not say which alerts are about {live.place}",
            f"in [tool.golive.targets.{live.target.name}.metrics] set selector = {{ job = 'shop' }}, or in "
            "[tool.golive.post_deploy] alerts = { service = 'shop' }, labels that all its alerts have",
        )
    return Chosen(metrics.selector, is_declared=False, unheeded=table.unheeded_alerts)
