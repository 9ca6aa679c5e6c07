"""The recording rules of a target's server, behind the recorded series that queries of the team's own read."""

from __future__ import annotations

from pytest_golive.context.run import Run
from pytest_golive.observability.alerts.meaning.recordings import Recordings
from pytest_golive.observability.alerts.rules.server import read_rules
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.alert_ways import rules_api_of


def recordings_of(run: Run, live: Live) -> Recordings:
    """The rules that the server has loaded, read once in a run.

    Raises:
        NotSetUp: the settings do not say where rules are evaluated.
        CannotMeasure: the server does not answer, or has no rules.
    """
    return run.shared.once(f"recordings-{live.target.name}", lambda: _read(run, live))


def _read(run: Run, live: Live) -> Recordings:
    labels = dict(live.table.metrics.selector) if live.table.metrics is not None else {}
    return Recordings(read_rules(HttpApi(Client(rules_api_of(run, live)))).rules, labels)
