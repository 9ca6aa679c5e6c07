"""The alerts that fire now, as Alertmanager or Prometheus tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.observability.alerts.alertmanager import shapes
from pytest_golive.observability.alerts.alertmanager.manager import alerts_of
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.items import Item
from pytest_golive.observability.sources.prometheus.envelope import asked
from pytest_golive.observability.sources.trouble import clean
from pytest_golive.observability.triggers.trigger import Fired

FIRING: Final = "/api/v1/alerts"
RULES: Final = "/api/v1/rules"


@dataclass(frozen=True, slots=True)
class Firing:
    """One alert that fires, and since when; None if nothing tells."""

    labels: Mapping[str, str]
    since: dt.datetime | None

    @property
    def name(self) -> str:
        """The name of its rule."""
        return clean(self.labels.get("alertname", "")) or "without a name"

    @property
    def fired(self) -> Fired:
        """For people, with all labels."""
        others = sorted((name, value) for name, value in self.labels.items() if name != "alertname")
        shown = ", ".join(f"{clean(name)}={clean(value)}" for name, value in others)
        key = f"{self.name} {sorted(self.labels.items())}"[:500]
        return Fired(f"the alert {self.name} fires ({shown})", key, self.since)


def at_manager(client: Client) -> list[Firing]:
    """The alerts that an Alertmanager has now and that nobody has silenced.

    Raises:
        CannotMeasure: it cannot be reached, or an answer is not understood.
    """
    return [Firing(one.labels, one.since) for one in alerts_of(client) if not one.silenced_by]


def at_prometheus(client: Client) -> list[Firing]:
    """The alerts that a Prometheus fires now; it knows nothing of silences.

    Raises:
        CannotMeasure: as `at_manager`.
    """
    answer = asked(client, FIRING, {}, changes_nothing=False).whole()
    firing = [(one, one.text("state")) for one in answer.item.items("alerts")]
    return [
        Firing(one.labels("labels"), shapes.moment(one.values, "activeAt", one.place))
        for one, state in firing
        if state == "firing"
    ]


def alerting_rules(client: Client) -> Iterator[Item]:
    """The alerting rules of a Prometheus.

    Raises:
        CannotMeasure: as `at_manager`.
    """
    answer = asked(client, RULES, {"type": "alert"}, changes_nothing=False).whole()
    rules = (rule for group in answer.item.items("groups") for rule in group.items("rules"))
    yield from (rule for rule in rules if rule.text("type") == "alerting")


def is_like(value: str, glob: str) -> bool:
    """Whether a label's value is as *glob* says, in which only * and ? are special."""
    return fnmatchcase(value, glob.replace("[", "[[]"))
