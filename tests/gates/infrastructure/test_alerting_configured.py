"""The gate about alerts: it passes, is breached, cannot measure; and what a server may answer instead of rules."""

from __future__ import annotations

import json
import time

import pytest
from faked_managers import Faked, status
from faulty_rules import GOOD

GATE = "infrastructure::alerting_configured"
RULES = "/api/v1/rules"
DOG = {"alertname": "Watchdog", "severity": "critical"}


def rule(name, text, **more):
    """A rule as Prometheus lists it."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S.123456789Z", time.gmtime())
    known = {"state": "inactive", "name": name, "query": text, "duration": 300, "keepFiringFor": 0}
    known |= {"labels": {"severity": "critical"}}
    known |= {"annotations": {}, "alerts": [], "health": "ok", "evaluationTime": 0.001, "lastEvaluation": at}
    return {**known, "type": "alerting", **more}


def groups(*rules):
    rules = [*rules, rule("Watchdog", "vector(1)", duration=0)]
    return [{"name": "shop", "file": "/etc/prometheus/rules.yml", "interval": 60, "limit": 0, "rules": list(rules)}]


class Prometheus:
    """What a Prometheus 3 answers, in the form that its documentation of the HTTP API gives."""

    def __init__(self, serve, manager):
        sent = {"activeAlertmanagers": [{"url": f"{manager.url}/api/v2/alerts"}], "droppedAlertmanagers": []}
        firing = {"alerts": [{"labels": DOG, "annotations": {}, "state": "firing", "value": "1e+00"}]}
        self.rules = groups(*(rule(name, text) for name, text in GOOD.items()))
        self.answers = {"/api/v1/status/buildinfo": {"version": "3.5.3"}, "/api/v1/targets": {"activeTargets": []}}
        self.answers |= {"/api/v1/alertmanagers": sent, "/api/v1/status/config": {"yaml": "global: {}\n"}}
        counted = {"resultType": "vector", "result": [{"metric": {"le": "10"}, "value": [time.time(), "4"]}]}
        self.answers |= {"/api/v1/alerts": firing, "/api/v1/query": counted}
        self.raw = None
        self.url = serve(self._answer).url

    def _answer(self, request):
        path = request[1].partition("?")[0]
        if path == RULES and self.raw is not None:
            return self.raw
        data = {"groups": self.rules} if path == RULES else self.answers.get(path)
        if data is None:
            return 400, {"Content-Type": "application/json"}, b'{"status":"error","errorType":"bad_data","error":"no"}'
        return 200, {"Content-Type": "application/json"}, json.dumps({"status": "success", "data": data}).encode()


@pytest.fixture
def prometheus(shop, serve, monkeypatch):
    """A shop whose target has a Prometheus with all alerts."""
    monkeypatch.setenv("COLUMNS", "600")
    monkeypatch.setattr("pytest_golive.targets.reaching.alert_rules.find_promtool", lambda _variables: "")
    manager = Faked(serve)
    at = {"startsAt": "2026-01-01T00:00:00.000Z", "endsAt": "2099-01-01T00:00:00.000Z"}
    known = {"fingerprint": "1", "receivers": [{"name": "pager"}], "annotations": {}, "updatedAt": at["startsAt"]}
    state = {"state": "active", "silencedBy": [], "inhibitedBy": []}
    manager.answers["/api/v2/alerts"] = [{"labels": DOG, "status": state, **known, **at}]
    made = Prometheus(serve, manager)
    made.manager = manager
    shop.settings(
        f'[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\n'
        f'[tool.golive.targets.staging.metrics]\nurl = "{made.url}"\nselector = {{ job = "shop" }}\n'
        f'[tool.golive.targets.staging.alerts]\nalertmanager.url = "{manager.url}"\nrunbook_required = false\n'
    )
    return made


def test_alerting_configured_passes(shop, prometheus):
    said = "*needed alerts that would not fire: 0, must be at most 0 (n = 4, Prometheus at 127.0.0.1:*"
    shop.passes(GATE, "*error rate > 2 %: error_rate (> 2 %, for 5m, group shop): parsed*", said)


def test_alerting_configured_is_breached(shop, prometheus):
    text = GOOD["error_rate"].replace("> 0.02", "> 0.2")
    prometheus.rules = groups(rule("High", text), *(rule(one, GOOD[one]) for one in ("latency", "memory")))
    shop.breaches(
        GATE,
        "*needed alerts that would not fire: 2, must be at most 0*",
        "*no alert fires at error rate > 2 %: High (group shop): it fires at > 20 %, not at > 2 %*",
        "*no alert for queue depth > 1000: none of 4 loaded alerting rules is about it*",
    )


def test_alerting_configured_cannot_measure(shop, prometheus):
    """What is not understood is neither a pass nor a breach."""
    text = GOOD["memory"] + " unless on() maintenance == 1"
    prometheus.rules = groups(*(rule(one, text if one == "memory" else GOOD[one]) for one in GOOD))
    shop.cannot_measure(
        GATE, "*that an alert fires at memory > 80 % is not proven: memory (group shop): it is silent while*"
    )


def test_an_alert_that_reaches_nobody_is_a_breach(shop, prometheus):
    """The rules are right; one of them goes to a receiver without an integration."""
    rules = [rule(one, GOOD[one]) for one in ("error_rate", "latency", "memory")]
    prometheus.rules = groups(*rules, rule("queue_depth", GOOD["queue_depth"], labels={"severity": "info"}))
    shop.breaches(
        GATE,
        "*needed alerts that would not fire: 0, must be at most 0*",
        "*faults on the way to somebody: 1, must be at most 0*",
        "*queue_depth (queue_depth): it reaches nobody: the receiver 'default'*",
    )


def test_whom_alerts_reach_must_be_known(shop, prometheus):
    prometheus.manager.answers["/api/v2/status"] = (503, {}, b"")
    shop.cannot_measure(GATE, "*whom an alert reaches is not proven: *answers 503*")
    shop.settings("rung = 'drilled'\n")
    prometheus.manager.answers["/api/v2/status"] = status()
    shop.cannot_measure(GATE, "*and must be drilled*")


def test_without_an_address_the_row_is_not_set_up(shop):
    shop.settings('[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\n')
    shop.cannot_measure(GATE, "*does not say which Prometheus evaluates the rules of its alerts*", word="NOT SET UP")


def test_limits_labels_and_signals_are_settings(shop, prometheus):
    shop.settings(
        "without = { queue_depth = 'the shop has no queue' }\n"
        "severities = ['critical']\nerror_rate.limit = '5%'\nlatency.limit = '1s'\nlatency.percentile = 90\n"
    )
    rules = [rule(one, GOOD[one], labels={"severity": "critical"}) for one in ("error_rate", "latency", "memory")]
    prometheus.rules = groups(*rules)
    shop.passes(
        GATE, "*error rate > 5 %*", "*latency p90 > 1000 ms*", "*no alert for queue_depth: the shop has no queue*"
    )
    prometheus.rules = groups(*rules[:2], rule("memory", GOOD["memory"], labels={"severity": "info"}))
    shop.breaches(GATE, "*memory (group shop): its severity is info, and must be critical*")


def test_a_rung_is_demanded(shop, prometheus):
    shop.settings("rung = 'simulated'\n")
    said = "*the alert for error rate > 2 % is parsed, and must be simulated: there is no promtool*"
    shop.cannot_measure(GATE, said, "*install promtool*")


def test_files_must_be_loaded_as_they_stand(shop, prometheus):
    shop.settings("rules = ['rules/*.yml']\n")
    shop.cannot_measure(GATE, "*no file matches 'rules/[*].yml'*", word="NOT SET UP")
    listed = [{"alert": name, "expr": text, "for": "5m"} for name, text in GOOD.items()]
    shop.write("rules/all.yml", json.dumps({"groups": [{"name": "shop", "rules": listed}]}))
    shop.passes(GATE, "*rules in files: 4 in 1 file*")
    shop.write("rules/more.yml", "groups:\n- name: more\n  rules:\n  - alert: New\n    expr: up == 0\n")
    shop.breaches(GATE, "*rules/more.yml:4*New is not loaded on the server*", "*deploy the rules*")
    shop.write("rules/more.yml", "groups:\n- name: more\n  rules: [\n")
    shop.breaches(GATE, "*rules/more.yml:4*it is no valid YAML*")
    shop.write("rules/more.yml", "groups:\n- name: {{ .Values.name }}\n")
    shop.cannot_measure(GATE, "*rules/more.yml is a template of Helm*", "*helm template*")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ((503, {}, b"no"), "*answers 503*"),
        ((200, {"Content-Type": "text/html"}, b"<html>log in</html>"), "*an HTML page*"),
        ((302, {"Location": "/login"}, b""), "*redirects*log*"),
        ((200, {}, b"{"), "*with what is no JSON*"),
        ((200, {}, b"\xff\xfe\x00"), "*with what is no JSON*"),
        ((200, {}, b""), "*with nothing at all*"),
        ((200, {}, b'{"status":"error","errorType":"internal","error":"broken"}'), "*broken*"),
        ((200, {}, b'{"status":"success"}'), "*'data'*"),
        ((200, {}, b'{"status":"success","data":{"groups":7}}'), "*a list 'groups'*"),
        (
            (200, {}, b'{"status":"success","data":{"groups":[{"rules":[{"type":"new"}]}]}}'),
            "*'alerting' or 'recording'*",
        ),
        ((404, {}, b'{"status":"error","errorType":"not_found","error":"no"}'), "*evaluates no rules*"),
    ],
    ids=["503", "html", "log-in", "cut", "binary", "empty", "error", "no data", "no list", "a new type", "404"],
)
def test_an_answer_that_is_no_list_of_rules(shop, prometheus, raw, said):
    prometheus.raw = raw
    shop.cannot_measure(GATE, said)


def test_a_store_that_never_has_rules_proves_nothing(shop, prometheus):
    prometheus.rules = []
    shop.breaches(GATE, "*none of 0 loaded alerting rules is about it*")
    prometheus.answers["/api/v1/status/buildinfo"] = {"version": "0.35.0"}
    shop.cannot_measure(GATE, "*answers with no rules at all*", "*vmalert*ruler*")


def test_rules_that_the_server_could_not_collect(shop, prometheus):
    body = {"status": "success", "data": {"groups": prometheus.rules}, "warnings": ["store 7 did not answer"]}
    prometheus.raw = (200, {"Content-Type": "application/json"}, json.dumps(body).encode())
    shop.cannot_measure(GATE, "*says that not all of its rules are there: store 7 did not answer*")
