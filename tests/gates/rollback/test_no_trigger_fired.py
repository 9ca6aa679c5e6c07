"""The gate about the triggers of a rollback: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from firing_alerts import alert

GATE = "rollback::no_trigger_fired"
TOLD = (
    "*roll back: golive rollback --target=staging --execute --reason=WHY, which runs "
    "./deploy.sh --target staging v1.1.0 'to day'; and tell oncall, #shop*"
)


def test_no_trigger_fired_passes(watched, shop):
    watched(request_path="/products")
    shop.passes(
        GATE,
        "*error rate (trigger): 0 %, must be at most 5 % (n = *, own scrapes of 1 instance*",
        "*response time p(95) (trigger): * ms, must be at most 20,000 ms*",
        "*critical features broken: 0, must be at most 0 (n = 1, smoke::critical_endpoints)*",
        "*security incidents: 0, must be at most 0 (alerts with category=security in *",
        "*response time: baseline: 10,000 ms, by [[]tool.golive.rollback] baseline*",
        "*security incident: not looked at: security_issues, security_row: not in [[]tool.golive.rollback]*",
        "*to roll back: golive rollback --target=staging --execute --reason=WHY, which runs ./deploy.sh --target staging v1.1.0 'to day'*",
        "*to be told: oncall, #shop*",
    )


def test_no_trigger_fired_is_breached_by_requests_that_fail(watched, shop, services):
    watched(request_path="/products")
    with services[0].faulty("failing"):
        shop.breaches(
            GATE,
            "*error rate (trigger): 100 %, must be at most 5 %*",
            "*error rate (trigger) in total: 100 %* over *, more than 5 %*",
            "*smoke::critical_endpoints: *status 500*",
            TOLD,
        )


def test_no_trigger_fired_is_breached_by_a_service_that_got_slow(watched, shop, services):
    few = "\n[tool.golive.monitoring]\nfewest_requests = 10\n"
    watched(few, request_path="/products", own_requests=15, baseline="50ms")
    with services[0].faulty("slow"):
        shop.breaches(
            GATE,
            "*response time p(95) (trigger): * ms, must be at most 100 ms*",
            "*response time p(95) (trigger) *, more than 100 ms*",
            TOLD,
        )


def test_no_trigger_fired_is_breached_by_an_incident(watched, shop, manager):
    watched(request_path="/products")
    manager.answers["/api/v2/alerts"] = [alert(), alert("Other", category="disk")]
    shop.breaches(
        GATE,
        "*security incidents: 1, must be at most 0*",
        "*the alert TokensStolen fires (category=security), since 2026-11-27 12:59:01 UTC*",
        TOLD,
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [("counters_stuck", "*error rate: *stood still*"), ("metrics_failing", "*error rate: no instance can be scraped*")],
)
def test_no_trigger_fired_cannot_measure(watched, shop, services, fault, said):
    watched(request_path="/products")
    with services[0].faulty(fault):
        shop.cannot_measure(GATE, said)


def test_no_trigger_fired_is_not_set_up(shop, live):
    shop.cannot_measure(
        GATE,
        "*rollback::no_trigger_fired: error rate: *staging] does not say where its metrics are; response time: there *",
        "*critical feature: the settings name no critical feature; security incident:*",
        "*way back: the settings do not say how a release is rolled back*",
        word="NOT SET UP",
    )


OWN = """
from pytest_golive import gate


@gate("Orders work")
def test_orders(judge):
    judge("orders that fail", {value}, at_most=0)
"""
CRITICAL = 'critical = ["gates/test_shop.py::test_orders"]\n'


def test_what_nobody_watches_is_told_with_its_reason(shop, alone):
    alone()
    shop.passes(
        GATE,
        "*critical features broken: 0, must be at most 0 (n = 1, smoke::critical_endpoints)*",
        "*not watched: error rate: nobody has metrics yet*",
        "*not watched: response time: nobody has metrics yet*",
    )


@pytest.mark.parametrize(("value", "passes"), [(0, True), (2, False)])
def test_a_gate_of_the_team_is_a_trigger_where_it_is_critical(shop, alone, pytester, value, passes):
    alone(CRITICAL)
    shop.write("gates/test_shop.py", OWN.format(value=value))
    shop.commit()
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-m", "post_deploy", "-v")
    if passes:
        result.stdout.fnmatch_lines(["*critical features broken: 0, must be at most 0 (n = 2, *test_orders)*"])
    else:
        result.stdout.fnmatch_lines(["*  FAIL *", "*gates/test_shop.py::test_orders: orders that fail: 2, must be at*"])


def test_a_critical_gate_that_is_not_there_is_not_set_up(shop, alone):
    alone(CRITICAL)
    shop.cannot_measure(
        GATE, "*critical feature: there is no gate 'gates/test_shop.py::test_orders'*", word="NOT SET UP"
    )


def test_alerts_that_nobody_sends_any_more_are_an_error(shop, alone, manager):
    alone()
    manager.answers["/api/v2/alerts"] = (502, {}, b"bad gateway")
    shop.cannot_measure(GATE, "*security incident: *502*")
    manager.answers["/api/v2/alerts"] = [{"labels": {"category": "security"}}]
    shop.cannot_measure(GATE, "*security incident: *differs from its documentation*")


def test_an_alert_that_somebody_has_silenced_is_known(shop, alone, manager):
    alone()
    manager.answers["/api/v2/alerts"] = [alert(state="suppressed", silenced=["5e1"])]
    shop.passes(GATE, "*security incidents: 0, must be at most 0*")
