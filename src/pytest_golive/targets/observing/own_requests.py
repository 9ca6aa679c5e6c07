"""Requests of our own to a target, which its metrics must count."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pytest_golive.context.run import Run
from pytest_golive.observability.flow.looking import INTERVALS
from pytest_golive.observability.signals.judging import Signal
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.observability.signals.readings import OWN, TooFew
from pytest_golive.observability.signals.seeing.early import EarlySignal
from pytest_golive.observability.signals.units import lasting
from pytest_golive.service.sent import SENT
from pytest_golive.settings.targets.metrics import Metrics as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import interval_of, is_asked, scraped_path

if TYPE_CHECKING:
    from pytest_golive.observability.sources.metrics import Metrics

HALF = 0.5  # of a request: PromQL extrapolates


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


def besides_own(live: Live, table: Table, signal: Signal, lag: float = 0.0) -> Signal:
    """*signal*, of which requests of others are enough, with a note of how many may be our own.

    Those of probes and rows do not come of customers, so they make up no minimum; `own_requests` do, as the settings
    want it.

    Args:
        live: the target.
        table: of its metrics.
        signal: of requests.
        lag: seconds until a request shows in the metrics.

    Raises:
        TooFew: without our own requests there may be too few.
    """
    first = signal.first
    count = first.total.n if first.total else sum(part.n or 0.0 for part in first.parts)
    if table.own_requests or not signal.fewest or count is None or isinstance(signal, EarlySignal):
        return signal
    base = urlsplit(live.target.url).path.rstrip("/")
    probes = [f"{base}{path}" for path in (scraped_path(table), live.table.health) if _is_left_out(signal, path)]
    own = SENT.count(live.target.origin, signal.window + lag, probes)
    if not own:
        return signal
    if count >= signal.fewest - HALF > count - own:
        raise TooFew(
            f"{signal.cap.name}: {count:,.0f} requests were counted in {lasting(signal.window)}, of which {own:,} may "
            f"be our own, and nothing follows from fewer than {signal.fewest:g} of others",
            "measure while there is traffic, take a longer window, or set monitoring.fewest_requests if the service "
            "has no more traffic",
        )
    return replace(signal, further=(*signal.further, (OWN, f"{own}")))


def _is_left_out(signal: Signal, path: str) -> bool:
    """Whether the metrics name paths, so that requests to *path* are not in the signal."""
    conditions = [one for selector, _ in signal.first.made_of for one in selector.matchers if one.op == "!~"]
    return any(re.escape(path.rstrip("/")) + "/?" in one.value.split("|") for one in conditions)


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
