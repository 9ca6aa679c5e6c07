"""The way of a target's alerts to somebody, from the settings: Prometheus, Alertmanager, runbooks, fire drills."""

from __future__ import annotations

from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.codebase.seen import read_once
from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.observability.alerts.drill.drilling import PURPOSE
from pytest_golive.observability.alerts.reaching.drills import Drills
from pytest_golive.observability.alerts.reaching.judging import Demands
from pytest_golive.observability.alerts.reaching.measuring import Way
from pytest_golive.observability.alerts.reaching.runbooks import NoHeadings, Runbooks
from pytest_golive.observability.alerts.routing.routes import Timing
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.settings.targets.alerts.table import Alerts as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.apis import api_of

KEY = "alerts"
SLUGS = ("github", "gitlab", "mkdocs")


def way_of(run: Run, live: Live) -> Way:
    """What the way of an alert is measured with.

    Raises:
        NotSetUp: the settings do not say where Prometheus or Alertmanager is, or an environment variable is not set.
        CannotMeasure: a file does not exist, or a command failed.
    """
    table, place = live.table.alerts, f"[tool.golive.targets.{live.target.name}.{KEY}]"
    if table is None or table.alertmanager is None:
        raise NotSetUp(
            f"{live.place} does not say which Alertmanager gets its alerts, so whom they reach is not proven",
            f"set url in {place[:-1]}.alertmanager]",
        )
    manager = api_of(run, live, table.alertmanager, f"{KEY}.alertmanager", "Alertmanager")
    return Way(
        Client(rules_api_of(run, live)),
        Client(manager),
        demands_of(table),
        table.alertmanager.members,
        table.dead_mans_switch or "",
        Runbooks(_Files(run), table.runbooks) if table.runbook_required else None,
        _drills(live, table, manager),
    )


def rules_api_of(run: Run, live: Live) -> Api:
    """The Prometheus that evaluates the rules of a target's alerts.

    Raises:
        NotSetUp: the settings do not say where it is, or an environment variable is not set.
        CannotMeasure: a file does not exist, or a command failed.
    """
    alerts, metrics = live.table.alerts, live.table.metrics
    if alerts is not None and alerts.prometheus is not None:
        return api_of(run, live, alerts.prometheus, f"{KEY}.prometheus", "Prometheus")
    if metrics is not None and (metrics.url or metrics.url_env):
        return api_of(run, live, metrics, "metrics", "Prometheus")
    name = live.target.name
    raise NotSetUp(
        f"{live.place} does not say which Prometheus evaluates the rules of its alerts",
        f"set url in [tool.golive.targets.{name}.{KEY}.prometheus], or in [tool.golive.targets.{name}.metrics]",
    )


def demands_of(table: Table) -> Demands:
    """What the settings demand of the way."""
    longest = (table.longest_group_wait, table.longest_group_interval, table.longest_repeat_interval)
    return Demands(table.receivers, Timing(*map(seconds, longest)), table.silent_times or "", table.may_inhibit)


def _drills(live: Live, table: Table, manager: Api) -> Drills | None:
    """Fire drills, if both sides permit them."""
    if PURPOSE not in live.target.permitted:
        return None
    host, _, port = (table.drill.listen or "").rpartition(":")
    listen = (host.strip("[]"), int(port)) if table.drill.listen else None
    return Drills(Client(manager), listen, seconds(table.drill.patience))


class _Files:
    """The anchors of the repository's files, for runbooks that are kept there."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, path: str) -> frozenset[str] | None:
        """The anchors of a tracked file; None if there is no such file.

        Raises:
            NoHeadings: it has none that can be read.
            CannotMeasure: nobody knows which files are tracked, or the file cannot be read.
        """
        run = self._run
        tracked = run.shared.once("tracked_paths", lambda: tuple(list_tracked(run.repository).paths))
        if path not in tracked:
            return None
        from pytest_golive.documents.reading.content import read_content
        from pytest_golive.documents.reading.kinds import format_of
        from pytest_golive.documents.soundness.slugs import anchors_of

        kind = format_of(path, {})
        if not kind:
            what = f"{path} is no document whose headings can be read"
            raise NoHeadings(what, "name a place in a Markdown document")
        document = read_content(path, kind, read_once(run.root, path))
        if document.problem:
            raise NoHeadings(document.problem, document.cure)
        texts = [heading.text for heading in document.headings]
        names = {name for heading in document.headings for name in heading.ids}
        names |= {anchor.name for anchor in document.anchors}
        return frozenset(names.union(*(anchors_of(texts, rule) for rule in SLUGS)))
