"""Asks Prometheus whether it sends alerts to an Alertmanager, and what it changes in them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.alertmanager import shapes
from pytest_golive.observability.alerts.alertmanager.identity import Identity, ask_identity
from pytest_golive.observability.alerts.alertmanager.notifying import HIDDEN, Notifying, ask_notifying
from pytest_golive.observability.alerts.routing import reading
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.clock import running_for
from pytest_golive.observability.sources.trouble import clean
from pytest_golive.service.addresses.origins import plain

MANAGERS: Final = "/api/v1/alertmanagers"
CONFIG: Final = "/api/v1/status/config"
ALERTS: Final = "/api/v1/alerts"
RECENT: Final = 90.0  # seconds; what fires is sent again each minute
RESENT: Final = 150.0  # seconds after which all that fires has been sent again, wherever rules are evaluated in time
UNREACHABLE: Final = "alertmanager unreachable"


@dataclass(frozen=True, slots=True)
class Firing:
    """An alert that fires at a Prometheus: its labels, and since when; None if that is not told."""

    labels: Mapping[str, str]
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """How a Prometheus sends alerts.

    Attributes:
        said: where it was asked.
        active: addresses of the Alertmanagers that it sends to.
        dropped: addresses that its relabelling leaves out.
        external: labels that it adds to each alert.
        relabelling: the rules by which it changes alerts before it sends them.
        firing: the alerts that fire.
        notifying: what it counts about its notifications.
        age: seconds since its start; infinity if it does not say.
        identity: where it says that it is.
    """

    said: str
    active: tuple[str, ...]
    dropped: tuple[str, ...]
    external: Mapping[str, str]
    relabelling: tuple[Mapping[str, Any], ...]
    firing: tuple[Firing, ...]
    notifying: Notifying
    age: float = math.inf
    identity: Identity = field(default_factory=Identity)


def ask_sender(client: Client, recent: float = RECENT) -> Sender:
    """What a Prometheus says about the alerts that it sends.

    Raises:
        CannotMeasure: it cannot be asked, as VictoriaMetrics, whose alerts another program sends.
    """
    named = client.api.named
    managers = _data(client, MANAGERS)
    place = f"{named} to {MANAGERS}"
    for key in ("activeAlertmanagers", "droppedAlertmanagers"):
        if key not in managers:
            raise shapes.differs(place, f"{key}")
    active, dropped = (
        tuple(plain(shapes.text(one, "url", place)) for one in shapes.objects(managers[key], place))
        for key in ("activeAlertmanagers", "droppedAlertmanagers")
    )
    config = reading.table(
        reading.read_yaml(shapes.text(_data(client, CONFIG), "yaml", f"{named} to {CONFIG}")), "that of Prometheus"
    )
    alerting = reading.table(config.get("alerting") or {}, "alerting")
    relabelling = [*reading.tables(alerting.get("alert_relabel_configs"), "alert_relabel_configs")]
    for one in reading.tables(alerting.get("alertmanagers"), "alertmanagers"):
        relabelling += reading.tables(one.get("alert_relabel_configs"), "alert_relabel_configs")
    external = reading.table(reading.table(config.get("global") or {}, "global").get("external_labels") or {}, "labels")
    return Sender(
        named,
        active,
        dropped,
        {name: reading.text(value, f"external_labels.{name}") for name, value in external.items()},
        tuple(relabelling),
        tuple(_firing(client)),
        ask_notifying(client, recent),
        running_for(client),
        ask_identity(client),
    )


def faults_of(sender: Sender) -> Iterator[Finding]:
    """What is wrong with the way from Prometheus to Alertmanager."""
    if not sender.active:
        dropped = f"; its relabelling leaves out {', '.join(sender.dropped)}" if sender.dropped else ""
        what = f"it knows no Alertmanager, so nobody hears of any alert{dropped}"
        cure = "name it in alerting.alertmanagers of the configuration of Prometheus"
        yield _finding("no alertmanager", sender, what, cure)
    for sent in sender.notifying.sent:
        if sent.is_lost:
            what = f"all that it sent to {plain(sent.to)} {sender.notifying.period} got an error"
            cure = "see its log: the Alertmanager is down, its path prefix is missing, or it rejects the credential"
            yield _finding(UNREACHABLE, sender, what, cure)
    if sender.notifying.is_reloaded is False:
        what = "it could not read its newest configuration, and runs with an older one"
        cure = "see its log for the fault (promtool check config), correct it, and reload"
        yield _finding("reload", sender, what, cure)


def facts_of(sender: Sender) -> Iterator[tuple[str, str]]:
    """What is shown."""
    yield "Prometheus sends to", ", ".join(sender.active) or "nobody"
    if sender.dropped:
        yield "Alertmanagers left out", ", ".join(sender.dropped)
    for sent in sender.notifying.sent:
        if sent.errors > 0:
            yield f"errors of {plain(sent.to)}", f"{sent.errors:,.0f} {sender.notifying.period}"
    if not sender.notifying.sent:
        yield "errors when Prometheus sends", "not visible: its own metrics cannot be read"


def _finding(rule: str, sender: Sender, what: str, cure: str) -> Finding:
    return Finding("", 0, rule, f"{sender.said}: {what}", "high", key=f"prometheus {rule}", cure=cure)


def _data(client: Client, path: str) -> shapes.Object:
    place = f"{client.api.named} to {path}"
    answer = client.ask(path, accepted=HIDDEN)
    if answer.status in HIDDEN:
        raise CannotMeasure(
            f"{client.api.named} does not say whether it sends alerts: it answers {answer.status} to {path}",
            "let the credential read it; if another program evaluates the rules, such as vmalert or Mimir's ruler, "
            f"name that one in {client.api.place}",
        )
    found = shapes.an_object(client.read(answer), place)
    if found.get("status") != "success":
        raise CannotMeasure(f"{place} answers: {clean(str(found.get('error', found.get('status'))))}", "see its log")
    return shapes.an_object(found.get("data"), place)


def _firing(client: Client) -> Sequence[Firing]:
    place = f"{client.api.named} to {ALERTS}"
    data = _data(client, ALERTS)
    if "alerts" not in data:
        raise shapes.differs(place, "a list 'alerts'")
    found = shapes.objects(data["alerts"], place)
    return [
        Firing(
            shapes.labels(one, "labels", place), shapes.moment(one, "activeAt", place) if one.get("activeAt") else None
        )
        for one in found
        if one.get("state") == "firing"
    ]
