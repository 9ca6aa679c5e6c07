"""Alertmanager's and Prometheus' own metrics, as far as they tell whether notifications arrive."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.sources.asking import Client

METRICS: Final = "/metrics"
HIDDEN: Final = frozenset({401, 403, 404, 405})
LINE: Final = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+([^ \t]+)(?:[ \t]+-?\d+)?[ \t]*", re.ASCII)
LABEL: Final = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]{0,200})="((?:[^"\\]|\\.)*)"', re.ASCII)
ESCAPES: Final = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}
ESCAPE: Final = re.compile(r"\\.")
LONGEST_LINE: Final = 10_000
Series = Mapping[tuple[str, frozenset[tuple[str, str]]], float]

SENT: Final = "alertmanager_notifications_total"
FAILED: Final = "alertmanager_notifications_failed_total"
TRIED: Final = "alertmanager_notification_requests_total"
REJECTED: Final = "alertmanager_notification_requests_failed_total"
RELOADED: Final = "alertmanager_config_last_reload_successful"
LOST_PEERS: Final = "alertmanager_cluster_failed_peers"


@dataclass(frozen=True, slots=True)
class Counters:
    """The values of some metrics, by name and labels."""

    series: Series

    def total(self, name: str, **labels: str) -> float:
        """The sum of the series with these labels; NaN if there is none."""
        wanted = set(labels.items())
        found = [value for (other, own), value in self.series.items() if other == name and wanted <= own]
        return sum(found) if found else math.nan

    def knows(self, name: str, label: str) -> bool:
        """Whether the series of a metric have a label."""
        return any(other == name and label in dict(own) for other, own in self.series)

    def of_receiver(self, name: str, kind: str, receiver: str) -> float:
        """The sum for an integration; of the one receiver if Alertmanager tells receivers apart."""
        own = {"receiver_name": receiver} if self.knows(name, "receiver_name") else {}
        return self.total(name, integration=kind, **own)

    def lost(self, kind: str, receiver: str) -> tuple[float, float, str, bool]:
        """How many were tried by an integration, and how many failed, of what, and whether of this receiver alone."""
        for tried, failed, what in ((TRIED, REJECTED, "requests"), (SENT, FAILED, "notifications")):
            count, lost = self.of_receiver(tried, kind, receiver), self.of_receiver(failed, kind, receiver)
            if lost > 0:
                return count, lost, what, self.knows(tried, "receiver_name")
        return 0.0, 0.0, "", False

    def failing(self, kind: str, receiver: str) -> str:
        """What shows that nothing arrives by an integration: all that was tried since the start failed; else ""."""
        for tried, failed, what in ((TRIED, REJECTED, "requests"), (SENT, FAILED, "notifications")):
            count, lost = self.of_receiver(tried, kind, receiver), self.of_receiver(failed, kind, receiver)
            if count > 0 and lost >= count:
                apart = f" of {receiver}" if self.knows(tried, "receiver_name") else ""
                return f"all {count:,.0f} {what} by {kind}{apart} since its start failed"
        return ""


def counters_of(client: Client) -> Counters | None:
    """Its own metrics; None if they are hidden, as behind many proxies, or are none.

    Raises:
        CannotMeasure: it cannot be reached.
    """
    answer = client.ask(METRICS, accepted=HIDDEN)
    if answer.status in HIDDEN:
        return None
    names = (SENT, FAILED, TRIED, REJECTED, RELOADED, LOST_PEERS)
    found = read_counters(answer.body.decode("utf-8", "replace"), names)
    return found if found.series else None


def read_counters(text: str, names: Iterable[str]) -> Counters:
    """The series of *names* in an answer to ``/metrics``; what is no line of it is left out."""
    wanted = frozenset(names)
    found: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    for line in text.splitlines():
        if not line.startswith(tuple(wanted)) or len(line) > LONGEST_LINE:
            continue
        read = LINE.fullmatch(line)
        if read and read[1] in wanted:
            labels = frozenset((one[1], _plain(one[2])) for one in LABEL.finditer(read[2] or ""))
            found[read[1], labels] = _number(read[3])
    return Counters(found)


def _plain(text: str) -> str:
    return ESCAPE.sub(lambda found: ESCAPES.get(found[0], found[0]), text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
