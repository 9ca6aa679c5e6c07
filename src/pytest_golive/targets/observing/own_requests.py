"""Requests of our own to a target, which its metrics must count."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pytest_golive.context.run import Run
from pytest_golive.observability.flow.looking import INTERVALS
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import interval_of, is_asked

if TYPE_CHECKING:
    from pytest_golive.observability.sources.metrics import Metrics


def path_of(live: Live, table: Table) -> str:
    """The path of our own requests: cheap, read-only, and without credentials."""
    plain = (one.path for one in live.table.endpoints if one.method in {"GET", "HEAD"} and one.auth is False)
    return table.request_path or next(plain, live.table.version)


def sender_of(live: Live) -> Callable[[str], None]:
    from pytest_golive.service.http.asking import Service

    service = Service(live.target)

    def send(path: str) -> None:
        service.ask(path)

    return send


def ours_of(live: Live, table: Table) -> Ours:
    """Our own requests to the target, of which none was sent yet."""
    from pytest_golive.service.http.asking import Service

    service = Service(live.target)
    return Ours(path_of(live, table), lambda path: service.ask(path).seconds)


def send_own(run: Run, live: Live, table: Table, metrics: Metrics, ours: Ours) -> float:
    """Send requests of our own, if the settings want some; returns over how many seconds we scraped them, or 0."""
    from pytest_golive.observability.flow.sending import send_all, until_scraped

    if not table.own_requests:
        return 0.0
    interval = interval_of(table, metrics)
    spread = 2 * interval if is_asked(table) else 0.8 * seconds(table.scrape_for)

    def look() -> None:
        run.progress(f"{table.own_requests} requests to {ours.path} of {live.target.name}")
        if not is_asked(table):
            metrics.instances()  # scrapes them

    covered = send_all(ours.add, table.own_requests, spread, look, interval)
    if is_asked(table):
        until_scraped(metrics, INTERVALS * interval, run.progress)
        return 0.0
    return covered
