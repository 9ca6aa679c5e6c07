"""Whom an alert reaches, with real servers of two generations: each fault is found, and no other."""

from __future__ import annotations

import datetime as dt

import pytest
from servers.alerting import LABELS, RULES, SWITCH, rules_found
from servers.alertmanager import webhook
from servers.watching import until

from pytest_golive.observability.alerts.reaching.judging import Demands
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule

pytestmark = pytest.mark.integration
ALWAYS = [{"times": [{"start_time": "00:00", "end_time": "24:00"}]}]
NEVER = [{"years": ["1999"]}]


def test_an_alert_that_reaches_somebody_has_no_fault(scene, generation):
    found = scene.measure()
    assert rules_found(found) == []
    notes = dict(found.notes())
    assert notes["ShopErrors reaches"] == "pager (webhook)"
    assert notes["dead man's switch"] == "Watchdog fires, and reaches heartbeat (webhook)"
    assert notes["Prometheus sends to"].endswith("/api/v2/alerts")
    assert notes["Alertmanager"].startswith(f"Alertmanager 0.{25 if generation == 'old' else 3}")
    assert notes["that it came from this Prometheus"] == "its address is one that Prometheus sends to"


def test_a_receiver_without_integrations_is_found(scene):
    scene.receive("pager", {})
    found = scene.measure()
    assert rules_found(found) == ["empty receiver"]
    (fault,) = found.faults
    assert fault.message == (
        "ShopErrors (error_rate): it reaches nobody: the receiver 'pager' of route.routes[1] (severity=\"critical\") calls "
        "nobody, for it has no integration (such as webhook_configs)"
    )


@pytest.mark.parametrize("name", ["null", "blackhole", "dev-null"])
def test_a_receiver_that_is_named_nowhere_is_found(scene, name):
    scene.config["receivers"].append(webhook(name, f"{scene.sink}/nowhere"))
    scene.route(receiver=name)
    assert rules_found(scene.measure()) == ["empty receiver"]


def test_an_address_that_is_nobodys_is_found(scene):
    scene.config["global"] = {"smtp_smarthost": "127.0.0.1:25", "smtp_from": "shop@shop.test"}
    scene.receive("pager", {"email_configs": [{"to": "oncall@example.com"}]})
    found = scene.measure()
    assert rules_found(found) == ["empty receiver"]
    assert "its email has the reserved name example.com as 'to'" in found.faults[0].message


def test_one_receiver_of_several_is_enough(scene):
    """An alert that goes on to an empty receiver after it has called somebody is not lost."""
    scene.config["receivers"].append({"name": "statistics"})
    scene.config["route"]["routes"].insert(0, {"matchers": ['job="shop"'], "receiver": "statistics", "continue": True})
    scene.settle()
    assert rules_found(scene.measure()) == []


def test_a_silence_is_found_and_one_of_others_is_not(scene):
    other, own = scene.silence(job="other"), scene.silence(job="shop", severity="critical")
    try:
        found = scene.measure()
        assert rules_found(found) == ["silenced"]
        assert f"silenced by the silence {own[:8]} by ann until " in found.faults[0].message
        unsure = scene.measure({**LABELS, "job": "{{ $labels.job }}"})
        assert not unsure.faults
        assert "it may be silenced by" in unsure.doubt().what
    finally:
        scene.loud(other)
        scene.loud(own)
    assert rules_found(scene.measure()) == []


def test_an_alert_that_inhibits_is_found_only_while_it_fires(scene):
    rule = {"source_matchers": ['alertname="Down"'], "target_matchers": ['severity="critical"'], "equal": ["job"]}
    scene.config["inhibit_rules"] = [rule]
    scene.settle()
    assert rules_found(scene.measure()) == []
    end = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)).isoformat()
    scene.alertmanager.alert({"labels": {"alertname": "Down", "job": "other"}, "endsAt": end})
    assert rules_found(scene.measure()) == []
    scene.alertmanager.alert({"labels": {"alertname": "Down", "job": "shop"}, "endsAt": end})
    found = scene.measure()
    scene.alertmanager.alert(
        {"labels": {"alertname": "Down", "job": "shop"}, "endsAt": dt.datetime.now(dt.UTC).isoformat()}
    )
    assert rules_found(found) == ["inhibited"]
    assert found.faults[0].message.endswith("inhibited now by Down, by inhibit_rules[0]")
    assert rules_found(scene.measure()) == []


def test_an_alert_that_inhibits_and_that_nobody_hears_of_is_found_before_it_fires(scene):
    """And Alertmanager does as is said: once both fire, nobody is called."""
    rule = {"source_matchers": ['alertname="Off"'], "target_matchers": ['severity="critical"'], "equal": ["job"]}
    scene.config["inhibit_rules"] = [rule]
    scene.config["route"]["routes"].insert(0, {"matchers": ['alertname="Off"'], "receiver": "nobody"})
    scene.config["receivers"].append({"name": "nobody"})
    scene.settle()
    off, alert = Rule("Off", "vector(0)", labels={"job": "shop"}), Alert("ShopErrors", Labels.of(LABELS))
    found = scene.way().measure([alert], [SWITCH, off])
    assert rules_found(found) == ["inhibited unheard"]
    assert "inhibited while Off fires (inhibit_rules[0]), and nobody hears of Off" in found.faults[0].message
    soon, now = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=number) for number in (5, 0))
    both = [{"labels": {"alertname": "Off", "job": "shop"}}, {"labels": LABELS}]
    scene.alertmanager.alert(*({**one, "endsAt": soon.isoformat()} for one in both))
    until(
        lambda: scene.alertmanager.ask("/api/v2/alerts", filter="alertname=ShopErrors")[0]["status"]["inhibitedBy"],
        "it is inhibited",
    )
    scene.alertmanager.alert(*({**one, "endsAt": now.isoformat()} for one in both))
    scene.config["route"]["routes"][0]["receiver"] = "pager"
    scene.settle()
    assert rules_found(scene.way().measure([alert], [SWITCH, off])) == []


@pytest.mark.parametrize(
    ("kind", "interval", "expected"),
    [
        ("mute_time_intervals", ALWAYS, ["muted"]),
        ("mute_time_intervals", NEVER, []),
        ("active_time_intervals", NEVER, ["muted"]),
        ("active_time_intervals", ALWAYS, []),
    ],
)
def test_a_route_that_is_silent_at_this_time_is_found(scene, kind, interval, expected):
    scene.config["time_intervals"] = [{"name": "some time", "time_intervals": interval}]
    scene.route(**{kind: ["some time"]})
    assert rules_found(scene.measure()) == expected


def test_another_label_leads_to_the_default_receiver(scene):
    """Which is a fault if others must be reached, or if it calls nobody; else it is said."""
    labels = {**LABELS, "severity": "crit"}
    found = scene.measure(labels)
    assert rules_found(found) == []
    assert found.alerts[0].notes == ("no route matches its labels, so it goes to the default receiver",)
    assert rules_found(scene.measure(labels, demands=Demands(("pag*",)))) == ["receiver not wanted"]
    assert rules_found(scene.measure(demands=Demands(("pag*",)))) == []
    scene.receive("everybody", {})
    assert rules_found(scene.measure(labels)) == ["empty receiver"]


def test_a_label_that_is_not_known_is_no_way(scene):
    labels = {**LABELS, "severity": "{{ $labels.severity }}"}
    assert rules_found(scene.measure(labels)) == []  # both ways lead to somebody
    scene.receive("everybody", {})
    found = scene.measure(labels)
    assert not found.faults
    assert "whether ShopErrors reaches somebody is not proven: with the labels" in found.doubt().what


@pytest.mark.parametrize(("key", "value"), [("group_wait", "6m"), ("group_interval", "2h"), ("repeat_interval", "2d")])
def test_a_notification_that_comes_too_late_is_found(scene, key, value):
    scene.route(**{key: value})
    found = scene.measure()
    assert rules_found(found) == [key]
    assert "must be at most" in found.faults[0].message


def test_a_prometheus_without_alertmanagers_is_found(scene):
    scene.reconfigure(rules=RULES)
    found = scene.measure()
    assert "no alertmanager" in {one.rule for one in found.faults}
    assert dict(found.notes())["Prometheus sends to"] == "nobody"


def test_external_labels_and_relabelling_count(scene):
    """A label that Prometheus adds leads another way; an alert that it drops is not sent."""
    scene.config["route"]["routes"].insert(0, {"matchers": ['site="lab"'], "receiver": "nobody"})
    scene.config["receivers"].append({"name": "nobody"})
    scene.settle()
    target = {"static_configs": [{"targets": [scene.alertmanager.address]}]}
    everywhere = {"scrape_interval": "1s", "evaluation_interval": "1s", "external_labels": {"site": "lab"}}

    def relabelled(*configs):
        alerting = {"alertmanagers": [target], "alert_relabel_configs": list(configs)}
        scene.reconfigure(rules=RULES, alerting=alerting, **{"global": everywhere})
        return [one.rule for one in scene.measure().alerts[0].findings]

    assert relabelled() == ["empty receiver"]
    assert relabelled({"regex": "site", "action": "labeldrop"}) == []
    assert relabelled({"target_label": "site", "replacement": "shop"}) == []
    assert relabelled({"source_labels": ["site"], "regex": "l.b", "action": "drop"}) == ["dropped"]
