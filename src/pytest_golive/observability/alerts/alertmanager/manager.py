"""Asks an Alertmanager for all that decides whom an alert reaches now."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.observability.alerts.alertmanager import shapes
from pytest_golive.observability.alerts.alertmanager.counters import Counters, counters_of
from pytest_golive.observability.alerts.routing.config import Config, read_config
from pytest_golive.observability.alerts.routing.matchers import Matcher
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.trouble import clean

STATUS: Final = "/api/v2/status"
ALERTS: Final = "/api/v2/alerts"
SILENCES: Final = "/api/v2/silences"
EXACT: Final = 3.0  # seconds: headers have whole ones, and an answer takes time
SOON: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence that is in force, or begins soon."""

    identity: str
    matchers: tuple[Matcher, ...]
    ends: dt.datetime
    author: str
    comment: str
    begins: dt.datetime | None = None  # None for one that is in force

    def __str__(self) -> str:
        begins = f"from {self.begins:%Y-%m-%d %H:%M} UTC " if self.begins else ""
        until = f"{begins}until {self.ends:%Y-%m-%d %H:%M} UTC"
        comment = f", comment: {self.comment}" if self.comment else ""
        return f"the silence {self.identity[:8]} by {self.author or 'nobody'} {until}{comment}"


@dataclass(frozen=True, slots=True)
class Active:
    """One alert that Alertmanager has now, with the link to whoever sent it last; "" without one."""

    labels: Mapping[str, str]
    receivers: tuple[str, ...]
    state: str
    silenced_by: tuple[str, ...] = ()
    inhibited_by: tuple[str, ...] = ()
    link: str = ""
    since: dt.datetime | None = None

    @property
    def name(self) -> str:
        """The name of its rule."""
        return self.labels.get("alertname", "")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Its cluster: "ready", "settling" or "disabled", and the names and hosts of its members."""

    status: str
    members: tuple[str, ...]
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manager:
    """An Alertmanager at one moment.

    Attributes:
        said: what and where it is, for evidence: "Alertmanager 0.33.1 at 127.0.0.1:9093".
        config: its configuration.
        silences: those that are in force, and those that begin within a day.
        alerts: those that it has.
        cluster: its cluster.
        counters: its own metrics; None if they cannot be read.
        now: its clock.
        ahead: seconds that its clock is ahead of ours; negative if it is behind.
        age: seconds since its start; infinity if it does not say.
        url: its address, where it was asked.
    """

    said: str
    config: Config
    silences: tuple[Silence, ...]
    alerts: tuple[Active, ...]
    cluster: Cluster
    counters: Counters | None
    now: dt.datetime
    ahead: float = 0.0
    age: float = math.inf
    url: str = ""


def ask_manager(client: Client) -> Manager:
    """What an Alertmanager says now.

    Raises:
        CannotMeasure: it cannot be reached, or an answer is not understood.
    """
    answer = client.ask(STATUS)
    now = shapes.clock(answer.header("date"))
    ahead = (now - dt.datetime.now(dt.UTC)).total_seconds()
    place = f"{client.api.named} to {STATUS}"
    status = shapes.an_object(client.read(answer), place)
    config = shapes.an_object(status.get("config"), place)
    version = shapes.text(shapes.an_object(status.get("versionInfo"), place), "version", place)
    members = shapes.an_object(status.get("cluster"), place)
    peers = shapes.objects(members.get("peers"), place)
    return Manager(
        f"{client.api.kind} {clean(version)} at {client.api.named.partition(' at ')[2]}",
        read_config(shapes.text(config, "original", place)),
        tuple(silences_of(client, now)),
        tuple(alerts_of(client)),
        Cluster(
            clean(shapes.text(members, "status", place)),
            tuple(clean(str(peer.get("name", ""))) for peer in peers),
            tuple(str(peer.get("address", "")).rpartition(":")[0] for peer in peers),
        ),
        counters_of(client),
        now,
        ahead if abs(ahead) > EXACT else 0.0,
        (now - shapes.moment(status, "uptime", place)).total_seconds() if "uptime" in status else math.inf,
        client.api.url,
    )


def alerts_of(client: Client, **query: Any) -> list[Active]:
    """The alerts that it has now, also those that are silent; all, or those of the *query*.

    Raises:
        CannotMeasure: as `ask_manager`.
    """
    place = f"{client.api.named} to {ALERTS}"
    return [_active(one, place) for one in shapes.objects(client.json(ALERTS, query=query), place)]


def silences_of(client: Client, now: dt.datetime) -> list[Silence]:
    """The silences that are in force, and those that begin within a day.

    Raises:
        CannotMeasure: as `ask_manager`.
    """
    place = f"{client.api.named} to {SILENCES}"
    found = []
    for one in shapes.objects(client.json(SILENCES), place):
        state = shapes.text(shapes.an_object(one.get("status"), place), "state", place)
        if state not in {"active", "pending", "expired"}:
            raise shapes.differs(place, "a state active, pending or expired")
        begins = shapes.moment(one, "startsAt", place) if state == "pending" else None
        if state == "active" or (begins is not None and begins - now < SOON):
            matchers = tuple(_matcher(other, place) for other in shapes.objects(one.get("matchers"), place))
            words = [clean(shapes.text(one, key, place)) for key in ("id", "createdBy", "comment")]
            found.append(Silence(words[0], matchers, shapes.moment(one, "endsAt", place), words[1], words[2], begins))
    return found


def _active(one: shapes.Object, place: str) -> Active:
    status = shapes.an_object(one.get("status"), place)
    return Active(
        shapes.labels(one, "labels", place),
        tuple(shapes.text(other, "name", place) for other in shapes.objects(one.get("receivers"), place)),
        shapes.text(status, "state", place),
        shapes.texts(status, "silencedBy", place),
        shapes.texts(status, "inhibitedBy", place),
        shapes.text(one, "generatorURL", place) if one.get("generatorURL") else "",
        shapes.moment(one, "startsAt", place) if one.get("startsAt") else None,
    )


def _matcher(one: shapes.Object, place: str) -> Matcher:
    is_regex = shapes.truth(one, "isRegex", place, default=False)
    is_equal = shapes.truth(one, "isEqual", place, default=True)
    op = {(False, True): "=", (False, False): "!=", (True, True): "=~", (True, False): "!~"}[is_regex, is_equal]
    return Matcher(shapes.text(one, "name", place), op, shapes.text(one, "value", place))
