"""Alerts that are silent without traffic are simulated with traffic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faulty_rules import GOOD, QUEUE
from rules_made import NEEDED, judged, recording, rule
from servers.watching import program_of

from pytest_golive.observability.alerts.simulating.promtool import Promtool
from pytest_golive.observability.alerts.simulating.simulation import simulate
from pytest_golive.observability.alerts.strictness.comparing import Service

pytestmark = pytest.mark.integration
COUNT = 'sum(rate(http_request_duration_seconds_count{job="shop"}[5m]))'
REQUESTS = 'sum(rate(nginx_http_requests_total{job=~"shop|front"}[5m]))'
KEPT = recording("front:requests:rate5m", REQUESTS)


@pytest.fixture
def promtool(generation, tmp_path):
    return Promtool(program_of(generation, "promtool"), tmp_path)


@pytest.mark.parametrize(
    ("signal", "expression", "recordings", "said"),
    [
        ("latency", f"{GOOD['latency']} and {COUNT} > 1", (), ""),
        ("latency", f"{GOOD['latency']} and on() {REQUESTS} > 1", (), ""),
        ("latency", f"{GOOD['latency']} and on() front:requests:rate5m > 1", (KEPT,), ""),
        ("latency", f"{GOOD['latency']} unless {COUNT} < 1", (), ""),
        ("queue_depth", f"{QUEUE} and on() {REQUESTS} > 0", (), ""),
    ],
)
def test_the_traffic_that_guards_an_alert_is_fed(promtool, signal, expression, recordings, said):
    needed = replace(NEEDED[signal], traffic=1.0)
    found = judged(needed, *recordings, rule(expression))
    assert found.is_covered, (found.doubt, found.finding)
    simulated = simulate(found.best, needed, promtool)
    assert simulated.ran, simulated.why
    assert said in simulated.why
    assert bool(said) == bool(simulated.why)


def test_memory_in_bytes_is_simulated_by_the_limit_of_the_settings(promtool):
    needed = replace(NEEDED["memory"], capacity=512.0 * 1024**2)
    none = Service(limit_metric=lambda _needed: "")
    found = judged(needed, rule("process_resident_memory_bytes / 1024^2 > 400"), service=none)
    assert found.is_covered, (found.doubt, found.finding)
    simulated = simulate(found.best, needed, promtool)
    assert (simulated.ran, simulated.why) == (True, "")


def test_a_condition_that_the_settings_allow_is_not_simulated(promtool):
    needed = replace(NEEDED["queue_depth"], conditions=("shop_open",))
    found = judged(needed, rule(f"{QUEUE} and on() shop_open == 1"))
    assert found.is_covered, (found.doubt, found.finding)
    simulated = simulate(found.best, needed, promtool)
    assert (simulated.ran, simulated.why) == (False, "it fires only while shop_open == 1, which is not fed")
