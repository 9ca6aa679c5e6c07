"""A trigger that fires during a watch: the watch ends, and a pipeline is told to roll back."""

from __future__ import annotations

import json

from amid_watches import amid, failing_customers
from firing_alerts import alert
from measured_services import customers

from pytest_golive.observability.triggers.trigger import Fired, utc

WATCH = """
[tool.golive.watch]
duration = "10m"
interval = "2s"
probe_interval = false
inconclusive_limit = 600
consecutive_error_limit = 600
gates = ["rollback::no_trigger_fired"]
fewest_requests = 1
[tool.golive.monitoring]
fewest_requests = 1
latency = "p(95)<20s"
"""
FAST = {"own_requests": 0, "scrape_for": "1200ms", "scrape_every": "200ms"}


def test_a_watch_ends_with_the_trigger_and_the_decision_is_to_roll_back(watched, shop, manager, services):
    watched(WATCH, **FAST)
    manager.answers["/api/v2/alerts"] = [alert()]
    with customers(services[0]):
        result = shop.judge("deployment::stable_after_deploy", "--golive-decision=out/decision.json")
    result.stdout.fnmatch_lines(["*signals that failed: 1, must be at most 0*"])
    decision = json.loads((shop.path / "out/decision.json").read_text())
    assert (decision["decision"], decision["verdict"]) == ("roll back", "NO-GO")
    assert decision["command"] == ["./deploy.sh", "--target", "staging", "v1.1.0", "to day"]
    assert decision["notify"] == ["oncall", "#shop"]
    assert decision["release"]["version"] == "1.2.0"
    assert decision["target"] == "staging"
    assert decision["since"] is not None
    assert any("the alert TokensStolen fires" in reason for reason in decision["reasons"])
    assert result.ret == 1


def test_a_trigger_without_a_watch_is_decided_by_its_row(watched, shop, manager):
    watched(request_path="/products")
    manager.answers["/api/v2/alerts"] = [alert()]
    shop.judge("rollback::no_trigger_fired", "--golive-decision=decision.json", "-n", "1")
    decision = json.loads((shop.path / "decision.json").read_text())
    assert (decision["decision"], decision["since"]) == ("roll back", "2026-11-27T12:59:01+00:00")
    assert decision["command"][:1] == ["./deploy.sh"]


def test_since_when_stands_before_the_line_that_repeats_a_request():
    """A watch cuts long texts off, and that line is long."""
    fired = Fired("products: status 500", "products", utc(0), "curl " + 300 * "x")
    assert fired.said.startswith("products: status 500, since 1970-01-01 00:00:00 UTC; to repeat: curl x")


def test_what_is_set_up_is_watched_and_the_rest_is_named(measured, shop, services):
    measured(WATCH.replace("10m", "8s"), **FAST)
    with customers(services[0]):
        shop.passes(
            "deployment::stable_after_deploy",
            "*watched: monitoring::error_rate, monitoring::latency, rollback::no_trigger_fired; *",
            "*not watched: rollback::no_trigger_fired, response time: not set up: there is no baseline *",
            "*not watched: rollback::no_trigger_fired, security incident: not set up: *",
            "*not watched: rollback::no_trigger_fired, way back: not set up: the settings do not say how *",
        )


def test_one_of_few_triggers_fires_in_the_middle(measured, shop, services):
    patient = "[tool.golive.watch.signals]\n'monitoring::error_rate' = { failure_limit = 600 }\n"
    measured(WATCH + patient, **FAST)
    with customers(services[0]), amid(shop, failing_customers(services[0])):
        result = shop.judge("deployment::stable_after_deploy", "--golive-decision=decision.json")
    result.stdout.fnmatch_lines(
        ["*signals that failed: 1, must be at most 0*", "*rollback::no_trigger_fired: error rate (trigger): *"]
    )
    decision = json.loads((shop.path / "decision.json").read_text())
    assert (decision["decision"], decision["command"]) == ("roll back", None)


def test_a_critical_gate_that_does_not_exist_is_not_left_out(watched, shop, services):
    watched('critical = ["gates/test_shop.py::test_orders"]\n' + WATCH, **FAST)
    with customers(services[0]):
        shop.cannot_measure(
            "deployment::stable_after_deploy",
            "*there is no gate 'gates/test_shop.py::test_orders'*",
            word="NOT SET UP",
        )
