"""Fire drills with real Alertmanagers of two generations: delivered or not, seen or not proven, and ended in any case."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from servers.alerting import CONFIG, LABELS
from servers.alertmanager import webhook
from servers.processes import free_port
from servers.watching import until

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import ask_manager
from pytest_golive.observability.alerts.drill import drilling
from pytest_golive.observability.alerts.drill.drilling import LABEL, Drill
from pytest_golive.observability.alerts.drill.webhook import Listener
from pytest_golive.observability.alerts.reaching.drills import Drills
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

pytestmark = pytest.mark.integration
MAY = frozenset({"drill"})
PATIENCE = 60.0


@pytest.fixture
def client(alertmanager):
    """Of an Alertmanager that has nothing else to send."""
    now = dt.datetime.now(dt.UTC).isoformat()
    old = alertmanager.ask("/api/v2/alerts")
    if old:
        alertmanager.alert(*({"labels": one["labels"], "endsAt": now} for one in old))
    return client_of(alertmanager)


def client_of(alertmanager, may=MAY):
    return Client(Api("Alertmanager", alertmanager.url, target="staging", by_settings=may, by_option=may))


def configure(alertmanager, url, **changed):
    receivers = [{"name": "everybody"}, {"name": "heartbeat"}, webhook("pager", url, **changed)]
    alertmanager.configure({**CONFIG, "receivers": receivers})


def drilled(client, listen=None, patience=PATIENCE, labels=LABELS, **more):
    """What a drill of the needed alert shows."""
    manager = ask_manager(client)
    routed = route_alert(Alert("ShopErrors", Labels.of(labels)), manager, Demands())
    (found,) = Drills(client, listen, patience, **more).drill([routed], manager)
    assert [one.labels for one in ask_manager(client).alerts if LABEL in one.labels] == []
    return found


def test_a_drill_arrives_at_our_webhook_and_is_over(alertmanager, client):
    port = free_port()
    configure(alertmanager, f"http://127.0.0.1:{port}/")
    found = drilled(client, ("127.0.0.1", port))
    assert found.drilled, (found.findings, found.doubts)
    assert found.notes[-1].endswith(f"delivered: it came for the receiver 'pager' to the webhook at 127.0.0.1:{port}")


def test_a_drill_says_that_it_is_one(alertmanager, client, serve):
    got = []
    ear = serve(lambda request: (200, {}, b"") if not got.append(request) else None)
    configure(alertmanager, ear.url)
    found = drilled(client)
    assert found.drilled, (found.findings, found.doubts)
    assert found.notes[-1].endswith("delivered: 1 by webhook")
    assert b"FIRE DRILL: nothing is wrong" in got[0][3]


def test_a_drill_that_does_not_come_is_found(alertmanager, client):
    """The route sends to another webhook than ours."""
    with Listener("127.0.0.1", 0) as other:
        configure(alertmanager, f"http://{other.address}")
        found = drilled(client, ("127.0.0.1", free_port()), patience=1.0)
    assert [one.rule for one in found.findings] == ["drill"]
    assert "was not delivered: nothing came to the webhook at 127.0.0.1:" in found.findings[0].message
    assert "Alertmanager has it for pager, active" in found.findings[0].message


def test_a_webhook_that_fails_is_found_by_the_counters(alertmanager, client, serve):
    configure(alertmanager, serve(lambda request: (500, {}, b"")).url)
    found = drilled(client)
    assert [one.rule for one in found.findings] == ["drill"]
    assert "requests by webhook failed" in found.findings[0].message


def test_what_else_is_sent_proves_nothing(alertmanager, client):
    with Listener("127.0.0.1", 0) as other:
        configure(alertmanager, f"http://{other.address}")
        end = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)).isoformat()
        alertmanager.alert({"labels": {"alertname": "Disk", "severity": "critical"}, "endsAt": end})
        found = drilled(client)
    assert not found.findings
    assert "other alerts of the same receiver may send meanwhile: Disk" in found.doubts[0].what


def test_a_dead_mans_switch_at_the_same_receiver_is_said(alertmanager, client):
    """Nobody is called for nothing: its notifications move the same counters at any time."""
    with Listener("127.0.0.1", 0) as ear:
        configure(alertmanager, f"http://{ear.address}")
        end = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)).isoformat()
        alertmanager.alert({"labels": {"alertname": "Pulse", "severity": "critical"}, "endsAt": end})
        found = drilled(client, switches=frozenset({"Pulse"}))
    assert "no fire drill was sent, for the dead man's switch Pulse has the same receiver pager" in found.doubts[0].what
    assert "a receiver of its own" in found.doubts[0].cure
    assert not found.drilled


def test_a_drill_that_would_be_silent_is_not_sent(alertmanager, client):
    alertmanager.configure({**CONFIG, "receivers": [{"name": name} for name in ("everybody", "heartbeat", "pager")]})
    found = drilled(client)
    assert found.notes[-1] == "no fire drill: it would not arrive as it is"


@pytest.mark.parametrize("may", [frozenset(), frozenset({"write", "load"})])
def test_a_drill_needs_permission(alertmanager, client, may):
    configure(alertmanager, "http://127.0.0.1:9/")
    found = drilled(client_of(alertmanager, may))
    assert not found.drilled
    assert "--golive-allow=drill" in str(found.doubts[0])
    assert found.doubts[0].what == "no fire drill was sent: staging does not permit it"


@pytest.mark.parametrize("error", [KeyboardInterrupt, CannotMeasure("cut off")])
def test_a_drill_that_breaks_off_is_ended(alertmanager, client, monkeypatch, error):
    """Ctrl-C, or an Alertmanager that fails to answer in between."""
    with Listener("127.0.0.1", 0) as ear:
        configure(alertmanager, f"http://{ear.address}")
        manager = ask_manager(client)
        drill = Drill(client, manager, LABELS, (manager.config.route.routes[1],), ear)

        def broken(*_):
            until(drill._mine, "Alertmanager has the drill")
            raise error

        monkeypatch.setattr(drilling.Drill, "_at_webhook", broken)
        with pytest.raises(error if isinstance(error, type) else CannotMeasure):
            drill.run()
        until(lambda: not drill._mine(), "the drill is over")


def test_a_drill_ends_by_itself_if_we_cannot_end_it(alertmanager, client, monkeypatch):
    configure(alertmanager, "http://127.0.0.1:9/")
    manager = ask_manager(client)
    drill = Drill(client, manager, LABELS, (manager.config.route.routes[1],), None, 1.0, wait=lambda _: None)
    drill._post(120.0)
    (own,) = alertmanager.ask("/api/v2/alerts", filter=f'{LABEL}="{drill.identity}"')
    left = dt.datetime.fromisoformat(own["endsAt"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(0) < left < dt.timedelta(seconds=130)
    assert own["annotations"]["summary"].startswith("FIRE DRILL: nothing is wrong")
    monkeypatch.setattr(
        drill, "client", Client(Api("Alertmanager", "http://127.0.0.1:9", target="staging"), wait=lambda _: None)
    )
    with pytest.raises(CannotMeasure, match=f"the fire drill {drill.identity} could not be ended, and ends by itself"):
        drill._end()
    monkeypatch.undo()
    drill._end()


def test_a_busy_port_is_said():
    before = threading.active_count()
    with Listener("127.0.0.1", 0) as other:
        host, _, port = other.address.partition(":")
        with pytest.raises(CannotMeasure, match="the fire drill cannot listen at"):
            Listener(host, int(port))
    with pytest.raises(CannotMeasure, match="which others can reach"):
        Listener("0.0.0.0", 0)  # nosec B104
    assert threading.active_count() <= before
