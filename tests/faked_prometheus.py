"""A Prometheus with the alerts of a shop, and its Alertmanager, as their published APIs answer."""

from __future__ import annotations

import copy
import json
import time

from faked_managers import ORIGINAL, Faked, status
from faulty_rules import GOOD

RULES = "/api/v1/rules"
DEFAULT = "- name: default\n  webhook_configs:\n  - url: <secret>\n"


def rule(name, text, **more):
    """A rule as Prometheus lists it."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S.123456789Z", time.gmtime())
    known = {"state": "inactive", "name": name, "query": text, "duration": 300, "keepFiringFor": 0, "labels": {}}
    known |= {
        "annotations": {"runbook": "pyproject.toml"},
        "alerts": [],
        "health": "ok",
        "evaluationTime": 0.001,
        "lastEvaluation": at,
    }
    return {**known, "type": "alerting", **more}


SWITCH = rule("Watchdog", "vector(1)")


def groups(*rules):
    return [
        {"name": "shop", "file": "/etc/prometheus/rules.yml", "interval": 60, "limit": 0, "rules": [*rules, SWITCH]}
    ]


SENDING = {
    "/api/v1/alertmanagers": {
        "activeAlertmanagers": [{"url": "http://127.0.0.1:9093/api/v2/alerts"}],
        "droppedAlertmanagers": [],
    },
    "/api/v1/status/config": {"yaml": "global: {external_labels: {site: lab}}"},
    "/api/v1/alerts": {"alerts": [{"state": "firing", "labels": {"alertname": "Watchdog"}, "annotations": {}}]},
}


class Prometheus:
    """What a Prometheus 3 answers, in the form that its documentation of the HTTP API gives."""

    def __init__(self, serve):
        self.rules = groups(*(rule(name, text) for name, text in GOOD.items()))
        self.answers = {"/api/v1/status/buildinfo": {"version": "3.5.3"}, "/api/v1/targets": {"activeTargets": []}}
        self.answers |= copy.deepcopy(SENDING)
        counted = {"resultType": "vector", "result": [{"metric": {"le": "10"}, "value": [time.time(), "4"]}]}
        self.answers["/api/v1/query"] = counted  # every series that a rule reads is there
        self.raw = None
        self.age = 86_400.0
        self.manager = Faked(serve)
        self.manager.answers["/api/v2/status"] = status(ORIGINAL.replace("- name: default\n", DEFAULT))
        self.manager.answers["/api/v2/alerts"] = [
            {
                "labels": {"alertname": "Watchdog", "site": "lab"},
                "receivers": [{"name": "default"}],
                "status": {"state": "active"},
            }
        ]
        self.answers["/api/v1/alertmanagers"]["activeAlertmanagers"] = [{"url": f"{self.manager.url}/api/v2/alerts"}]
        self.url = serve(self._answer).url

    def _answer(self, request):
        path = request[1].partition("?")[0]
        if path == RULES and self.raw is not None:
            return self.raw
        data = {"groups": self.rules} if path == RULES else self.answers.get(path)
        if path == "/api/v1/status/runtimeinfo":
            data = {"startTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - self.age))}
        if data is None:
            return 400, {"Content-Type": "application/json"}, b'{"status":"error","errorType":"bad_data","error":"no"}'
        return 200, {"Content-Type": "application/json"}, json.dumps({"status": "success", "data": data}).encode()

    @property
    def settings(self):
        """Of a target that has both."""
        return (
            f'[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\n'
            f'[tool.golive.targets.staging.metrics]\nurl = "{self.url}"\nselector = {{ job = "shop" }}\n'
            f'[tool.golive.targets.staging.alerts.alertmanager]\nurl = "{self.manager.url}"\n'
        )
