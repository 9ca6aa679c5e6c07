"""The gate about alerts, from the rule to who is called: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from faked_managers import ORIGINAL, status
from faked_prometheus import Prometheus, groups, rule
from faulty_rules import GOOD

GATE = "infrastructure::alerting_configured"


@pytest.fixture
def prometheus(shop, serve, monkeypatch):
    monkeypatch.setenv("COLUMNS", "600")
    monkeypatch.setattr("pytest_golive.targets.reaching.alert_rules.find_promtool", lambda _variables: "")
    made = Prometheus(serve)
    shop.settings(made.settings)
    return made


def test_alerts_that_reach_somebody_pass(shop, prometheus):
    shop.passes(
        GATE,
        "*error_rate reaches: default (webhook)*",
        "*dead man's switch: Watchdog fires, and reaches default (webhook)*",
        "*faults on the way to somebody: 0, must be at most 0 (Alertmanager 0.33.1 at 127.0.0.1:*",
    )


def test_alerts_that_reach_nobody_are_breaches(shop, prometheus):
    prometheus.manager.answers["/api/v2/status"] = status()
    shop.breaches(
        GATE,
        "*faults on the way to somebody: 3, must be at most 0*",
        "*not proven: whether memory reaches somebody is not proven: with the labels {alertname=*",
        "*error_rate (error_rate), latency (latency), Watchdog: it reaches nobody: the receiver 'default' of route calls*",
        "*give that receiver an integration*",
    )


def test_a_rule_that_is_missing_is_shown_though_nobody_can_be_asked(shop, prometheus):
    prometheus.rules = groups(*(rule(one, GOOD[one]) for one in ("latency", "memory", "error_rate")))
    prometheus.manager.answers["/api/v2/status"] = (503, {}, b"")
    shop.breaches(
        GATE, "*not proven: whom an alert reaches is not proven: *answers 503*", "*no alert for queue depth > 1000*"
    )


def test_a_dead_mans_switch_of_another_prometheus_proves_nothing(shop, prometheus):
    """This one sends to another Alertmanager than the settings name."""
    prometheus.manager.answers["/api/v2/alerts"][0]["labels"]["site"] = "elsewhere"
    shop.breaches(GATE, "*Watchdog fires at Prometheus at *", '*site="elsewhere"*')


def test_an_alert_that_may_be_of_another_prometheus_proves_nothing(shop, prometheus):
    """The settings name the Alertmanager of another environment, whose Prometheus has the same rules and labels."""
    active = [{"url": "http://alertmanager-of-shop:9093/api/v2/alerts"}]
    prometheus.answers["/api/v1/alertmanagers"] = {"activeAlertmanagers": active, "droppedAlertmanagers": []}
    prometheus.manager.answers["/api/v2/alerts"][0]["generatorURL"] = "http://prometheus-of-staging:9090/graph?x"
    shop.cannot_measure(
        GATE,
        "*whether alerts of Prometheus at * arrive at Alertmanager 0.33.1 at *",
        "*to fix: name in alerts.alertmanager the one that this Prometheus sends to*",
    )


def test_a_server_that_started_just_now_is_not_blamed(shop, prometheus):
    """Its rules fire once they are evaluated, and Alertmanager has none of them for a while after its own start."""
    prometheus.answers["/api/v1/alerts"] = {"alerts": []}
    prometheus.age = 12.0
    shop.cannot_measure(GATE, "*has run for only 1? s, and Watchdog, the dead man's switch, does not fire yet*")
    prometheus.age = 86_400.0
    shop.breaches(GATE, "*Watchdog does not fire now at Prometheus*")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((503, {}, b"no"), "*whom an alert reaches is not proven: Alertmanager at 127.0.0.1:*answers 503*"),
        ((200, {"Content-Type": "text/html"}, b"<html>"), "*with an HTML page instead of data*"),
        (status(""), "*Alertmanager's configuration is not understood: it is not a table*"),
        (status(ORIGINAL.replace("severity=", "größe=~")), "*receiver*"),
    ],
)
def test_an_alertmanager_that_nobody_understands_proves_nothing(shop, prometheus, answer, said):
    prometheus.manager.answers["/api/v2/status"] = answer
    if "receiver" in said:
        shop.breaches(GATE, said)
    else:
        shop.cannot_measure(GATE, said)


def test_failures_that_may_be_all_of_one_receiver_prove_nothing(shop, prometheus):
    """Alertmanager counts by integration: what arrives at a heartbeat hides what never arrives at the pager."""
    lines = ("requests_total", 10), ("requests_failed_total", 8)
    page = "".join(f'alertmanager_notification_{name}{{integration="webhook"}} {value}\n' for name, value in lines)
    prometheus.manager.answers["/metrics"] = (200, {"Content-Type": "text/plain"}, page.encode())
    shop.cannot_measure(GATE, "*failed notifications: 8 of 10 requests by webhook since its start failed, and which*")
    page = page.replace(" 8", " 1")
    prometheus.manager.answers["/metrics"] = (200, {"Content-Type": "text/plain"}, page.encode())
    shop.passes(GATE, "*failed notifications: 1 of 10 requests by webhook since its start failed, and which receiver*")


def test_what_only_alertmanager_can_see_is_noted(shop, prometheus):
    original = ORIGINAL.replace("- name: default\n", "- name: default\n  webhook_configs:\n  - url_file: /run/url\n")
    prometheus.manager.answers["/api/v2/status"] = status(original)
    shop.passes(GATE, "*not proven, as only Alertmanager sees it: default: what its webhook reads from url_file*")


def test_without_an_alertmanager_the_row_is_not_set_up(shop, prometheus):
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().partition("[tool.golive.targets.staging.alerts.alertmanager]")[0])
    shop.cannot_measure(GATE, "*does not say which Alertmanager gets its alerts*", word="NOT SET UP")
