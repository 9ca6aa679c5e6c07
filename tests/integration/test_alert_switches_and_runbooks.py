"""The dead man's switch, runbooks and unknown labels, with real servers of two generations."""

from __future__ import annotations

import datetime as dt

import pytest
from servers.alerting import LABELS, SWITCH, rules_found

from pytest_golive.observability.alerts.alertmanager.manager import alerts_of
from pytest_golive.observability.alerts.alertmanager.sending import ask_sender
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.reaching.runbooks import Runbooks
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def old(monkeypatch):
    """No server of these tests is old enough to be blamed."""
    monkeypatch.setattr("pytest_golive.observability.alerts.reaching.watchdog.YOUNG", 0.0)


def test_a_dead_mans_switch_that_is_gone_is_found(scene):
    assert "dead man's switch" in [one.rule for one in scene.way(switch="Heartbeat").measure([], [SWITCH]).faults]
    scene.receive("heartbeat", {})
    assert rules_found(scene.measure()) == ["empty receiver"]
    scene.reconfigure(alertmanagers=[scene.alertmanager.address])
    found = scene.measure()
    assert "dead man's switch" in rules_found(found)
    assert "Watchdog does not fire now at" in next(
        one.message for one in found.faults if one.rule == "dead man's switch"
    )


def test_a_runbook_must_be_there(scene, serve):
    page = serve(
        lambda request: (200, {}, b"<h1>Errors</h1>") if request[1] == "/errors" else (404, {}, b"no such page")
    )
    books = Runbooks(lambda path: frozenset({"errors"}) if path == "docs/runbooks.md" else None)

    def judged(**annotations):
        return rules_found(scene.measure(annotations=annotations, runbooks=books))

    assert judged(runbook_url=f"{page.url}/errors") == []
    assert judged(runbook_url=f"{page.url}/nothing") == ["runbook"]
    assert judged(runbook="docs/runbooks.md#errors") == []
    assert judged(runbook="docs/runbooks.md#latency") == ["runbook"]
    assert judged(runbook="docs/nothing.md") == ["runbook"]
    assert judged(summary="Errors") == ["runbook"]


def test_labels_that_nobody_knows_do_not_make_a_way(scene):
    """An alert of series with further labels may match what it does not name."""
    scene.config["route"]["routes"].insert(0, {"matchers": ['team="lab"'], "receiver": "nobody"})
    scene.config["receivers"].append({"name": "nobody"})
    scene.settle()
    found = scene.way().measure([Alert("ShopErrors", Labels.of(LABELS, is_open=True))], [])
    assert 'with the labels {alertname="ShopErrors", job="shop", severity="critical", team="lab"}' in found.doubt().what


def test_a_silence_that_begins_within_a_day_is_found(scene):
    now = dt.datetime.now(dt.UTC)

    def silenced(begins):
        match = {"name": "severity", "value": "crit.*", "isRegex": True}
        times = {"startsAt": (now + begins).isoformat(), "endsAt": (now + dt.timedelta(days=3650)).isoformat()}
        body = {"matchers": [match], "createdBy": "ann", "comment": "later", **times}
        made = scene.alertmanager.send("POST", "/api/v2/silences", json=body).json()["silenceID"]
        found = scene.measure()
        scene.loud(made)
        return found

    soon = silenced(dt.timedelta(minutes=30))
    assert rules_found(soon) == ["silenced"]
    assert "ShopErrors (error_rate): silenced by " in soon.faults[0].message
    assert " by ann from 20" in soon.faults[0].message
    assert rules_found(silenced(dt.timedelta(days=3))) == []


def test_a_dead_mans_switch_that_another_alert_keeps_silent_is_found(scene):
    other = Rule("Always", "vector(1) > 0", labels={"severity": "none"}, group="shop")
    always = {"labels": {"alertname": "Always", "severity": "none"}}
    scene.config["inhibit_rules"] = [
        {"source_matchers": ["alertname=Always"], "target_matchers": ["alertname=Watchdog"]}
    ]
    scene.settle()
    scene.alertmanager.alert(always)
    alone = scene.way(switch="").measure([], [SWITCH])
    assert "inhibited" in rules_found(alone)
    assert "Watchdog: inhibited now by Always" in "\n".join(one.message for one in alone.faults)
    assert "inhibited" in rules_found(scene.way(switch="").measure([], [other, SWITCH]))


def test_the_links_of_alerts_lead_to_the_prometheus_that_sent_them(scene, generation):
    """The older one does not tell the host with which its links begin."""
    way = scene.way()
    identity = ask_sender(way.prometheus).identity
    (link,) = [one.link for one in alerts_of(way.alertmanager) if one.name == "Watchdog"]
    assert (identity.links(link), identity.may_link(link)) == (generation == "new", generation == "old")
    assert not identity.links(link.replace("/graph", "/other/graph"))
