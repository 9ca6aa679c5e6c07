"""The alerts of a watch: those about the service fail it, others do not, and silence of the server is an error."""

from __future__ import annotations

import pytest
from faked_managers import Faked
from firing_alerts import MANAGER, alert

WATCH = "deployment::stable_after_deploy"
SETTINGS = """
[tool.golive.watch]
duration = "2s"
interval = "1s"
probe_interval = false
consecutive_error_limit = 1
gates = ["smoke::version"]
{more}
[tool.golive.not_applicable]
"monitoring::error_rate" = "the metrics are somebody else's"
"monitoring::latency" = "the metrics are somebody else's"
"""
OURS = 'alerts = { labels = { service = "shop", env = "staging" }, without = { severity = ["info", "no*"] } }\n'
PROMETHEUS = '\n[tool.golive.targets.staging.alerts.prometheus]\nurl = "URL"\n'
RULE = {"type": "alerting", "name": "TokensStolen", "labels": {}, "query": "up == 0"}


@pytest.fixture
def server(serve):
    return Faked(serve)


@pytest.fixture
def watched(shop, live, server, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")

    def describe(more=OURS, where=MANAGER):
        shop.settings(where.replace("URL", server.url) + SETTINGS.format(more=more))

    return describe


OTHERS = [
    alert(service="till"),
    alert(service="shop", env="production"),
    alert(),
    alert(service="shop", silenced=["a1"], state="suppressed"),
]
LEFT_OUT = [
    alert("Watchdog", service="shop"),
    alert(service="shop", golive_drill="0a1b"),
    alert(service="shop", severity="none"),
    alert(service="shop", severity="info"),
]


def test_alerts_about_others_and_those_that_are_left_out_do_not_count(watched, shop, server):
    server.answers["/api/v2/alerts"] = [*OTHERS, *LEFT_OUT]
    watched()
    shop.passes(WATCH, "*watched: smoke::version, alerts; * samples in *")


@pytest.mark.parametrize("more", [{"service": "shop"}, {"env": "staging"}, {"service": "shop", "severity": "page"}])
def test_an_alert_about_the_service_fails_the_watch(watched, shop, server, more):
    server.answers["/api/v2/alerts"] = [*OTHERS, *LEFT_OUT, alert("NoStock", **more)]
    watched()
    shop.breaches(
        WATCH,
        "*signals that failed: 1, must be at most 0*",
        "*alerts: the alert NoStock fires (category=security, *), since 2026-11-27 12:59:01 UTC; 4 that the settings*",
    )


def test_the_dead_mans_switch_is_the_one_of_the_settings(watched, shop, server):
    server.answers["/api/v2/alerts"] = [alert("Heartbeat", service="shop")]
    watched(where='\n[tool.golive.targets.staging.alerts]\ndead_mans_switch = "Heartbeat"\n' + MANAGER)
    shop.passes(WATCH, "*watched: smoke::version, alerts; * samples in *")


def test_the_selector_of_the_metrics_says_which_are_the_services(watched, shop, server):
    server.answers["/api/v2/alerts"] = [alert("NoStock", job="shop"), alert(job="till")]
    watched("", MANAGER + '[tool.golive.targets.staging.metrics]\nselector = { job = "shop" }\n')
    shop.breaches(WATCH, "*alerts: the alert NoStock fires (category=security, job=shop), since *")


def since_before(server, samples):
    """An alert that is older than the deployment, and that resolves after so many looks at it."""
    looks = iter(range(samples))
    old = {**alert("NoStock", service="shop"), "startsAt": "2001-01-01T00:00:00Z"}
    server.answers["/api/v2/alerts"] = lambda: [] if next(looks, None) is None else [old]


def test_an_alert_from_before_the_deployment_fails_nothing_and_proves_nothing(watched, shop, server):
    since_before(server, 100)
    watched()
    result = shop.judge(WATCH, "--golive-deployed=now")
    result.stdout.fnmatch_lines(["*  ERROR *"])
    said = " ".join(result.stdout.str().split())
    assert "it is not proven that the service is stable: alerts: the alert NoStock fires" in said
    assert "since before the deployment at " in said
    assert "since 2001-01-01 00:00:00 UTC" in said


def test_once_it_has_ended_the_watch_can_pass(watched, shop, server):
    since_before(server, 1)
    watched()
    result = shop.judge(WATCH, "--golive-deployed=now")
    result.stdout.fnmatch_lines(["*  PASS *", "*not proven: alerts: 1 sample proved nothing*"])


@pytest.mark.parametrize("answer", [(503, {}, b""), (200, {}, b"\xff\x00"), [{"labels": 3}], {"alerts": []}])
def test_a_server_that_does_not_say_is_an_error(watched, shop, server, answer):
    server.answers["/api/v2/alerts"] = answer
    watched()
    shop.cannot_measure(WATCH, "*the service could not be measured: alerts: *Alertmanager at *")


def test_without_an_alertmanager_prometheus_is_asked(watched, shop, server):
    firing = {**alert("NoStock", service="shop"), "state": "firing", "activeAt": "2026-11-27T12:59:01.5Z", "value": "1"}
    server.answers["/api/v1/rules"] = {"status": "success", "data": {"groups": [{"rules": [RULE]}]}}
    server.answers["/api/v1/alerts"] = {
        "status": "success",
        "data": {"alerts": [firing, {**firing, "state": "pending"}]},
    }
    watched(where=PROMETHEUS)
    shop.breaches(
        WATCH, "*alerts: the alert NoStock fires (category=security, service=shop), since 2026-11-27 12:59:01*"
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            ("", MANAGER),
            "*not watched: alerts: not set up: the settings do not say which alerts are about this service*",
        ),
        ((OURS, ""), "*not watched: alerts: not set up: *does not say which Prometheus evaluates the rules*"),
        ((OURS, PROMETHEUS), "*not watched: alerts: not set up: Prometheus at * has no alerting rules*"),
        (("alerts = { watched = false }", MANAGER), "*not watched: alerts: switched off: *"),
    ],
    ids=["no labels", "no server", "no rules", "off"],
)
def test_what_is_not_set_up_is_named(watched, shop, server, settings, said):
    server.answers["/api/v1/rules"] = {"status": "success", "data": {"groups": []}}
    watched(*settings)
    shop.passes(WATCH, "*watched: smoke::version; *", said)
