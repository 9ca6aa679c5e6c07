"""Whether what Prometheus sends arrives: by its own counters, of the last moments if it scrapes itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.alertmanager import shapes
from pytest_golive.observability.alerts.alertmanager.counters import Counters, read_counters
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.lengths import in_words

QUERY: Final = "/api/v1/query"
METRICS: Final = "/metrics"
SENT: Final = "prometheus_notifications_sent_total"
ERRORS: Final = "prometheus_notifications_errors_total"
TRIED: Final = "prometheus_notifications_latency_seconds_count"
RELOADED: Final = "prometheus_config_last_reload_successful"
# Since 3.1 errors are counted by alerts, as what is sent; before, by requests.
BY_ALERTS: Final = "number of sent alerts affected by errors"
HIDDEN: Final = frozenset({400, 401, 403, 404, 405, 501})
NEARLY_ALL: Final = 0.99  # what is extrapolated is not whole
MANAGER: Final = "alertmanager"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to one Alertmanager.

    Attributes:
        to: its address.
        alerts: how many were sent.
        errors: how many errors there were.
        is_lost: whether all of them got an error.
    """

    to: str
    alerts: float
    errors: float
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Notifying:
    """What a Prometheus counts about its notifications.

    Attributes:
        period: "since its start", or "in the last 1 min 30 s".
        sent: by Alertmanager; none if nothing is visible.
        is_reloaded: whether it runs with its newest configuration; None if that is not visible.
    """

    period: str
    sent: tuple[Sent, ...]
    is_reloaded: bool | None


def ask_notifying(client: Client, recent: float) -> Notifying:
    """What it counts; of the last *recent* seconds if it scrapes itself, else since its start.

    Raises:
        CannotMeasure: it cannot be reached.
    """
    answer = client.ask(METRICS, accepted=HIDDEN)
    text = "" if answer.status in HIDDEN else answer.body.decode("utf-8", "replace")
    totals = read_counters(text, (SENT, ERRORS, TRIED, RELOADED))
    reloaded = totals.total(RELOADED)
    is_reloaded = None if math.isnan(reloaded) else reloaded == 1
    lately = _lately(client, recent)
    found = lately or totals
    period = f"in the last {in_words(recent)}" if lately else "since its start"
    return Notifying(period, tuple(_sent(found, is_by_alerts=BY_ALERTS in text)), is_reloaded)


def _sent(found: Counters, *, is_by_alerts: bool) -> Iterator[Sent]:
    for address in sorted({dict(labels).get(MANAGER, "") for name, labels in found.series if name == SENT} - {""}):
        alerts, errors, tried = (found.total(name, alertmanager=address) for name in (SENT, ERRORS, TRIED))
        all_of_them = alerts if is_by_alerts else tried
        yield Sent(address, alerts, errors, errors > 0 and errors >= NEARLY_ALL * all_of_them)


def _lately(client: Client, recent: float) -> Counters | None:
    """The increase of the counters, if Prometheus scrapes itself and has sent something."""
    series = {}
    for name in (SENT, ERRORS, TRIED):
        for labels, value in _increase(client, name, recent):
            series[name, frozenset(labels.items())] = value
    return Counters(series) if any(value > 0 for value in series.values()) else None


def _increase(client: Client, name: str, recent: float) -> Iterator[tuple[Mapping[str, str], float]]:
    place = f"{client.api.named} to {QUERY}"
    expression = f"sum by ({MANAGER}) (increase({name}[{recent:.0f}s]))"
    answer = client.ask(QUERY, query={"query": expression}, accepted=HIDDEN)
    if answer.status in HIDDEN:
        return
    data = shapes.an_object(shapes.an_object(client.read(answer), place).get("data"), place)
    for one in shapes.objects(data.get("result"), place):
        value = one.get("value")
        try:
            number = float(value[1]) if isinstance(value, list) else math.nan
        except (ValueError, TypeError, IndexError):
            raise shapes.differs(place, "a number") from None
        yield shapes.labels(one, "metric", place), number
