"""What Prometheus sent before an Alertmanager started says nothing about that Alertmanager."""

from __future__ import annotations

import json
import time

import pytest
from faked_managers import Faked, status
from faked_prometheus import SENDING

from pytest_golive.observability.alerts.reaching.measuring import Way

NAMES = ("sent_total", "errors_total", "latency_seconds_count")
PAGE = "".join(
    f'prometheus_notifications_{one}{{alertmanager="http://127.0.0.1:9093/api/v2/alerts"}} 5\n' for one in NAMES
)


@pytest.mark.parametrize(("seconds", "is_new"), [(10, True), (86_400, False)])
def test_errors_before_the_start_of_an_alertmanager_are_none_of_it(serve, seconds, is_new):
    manager, prometheus = Faked(serve), Faked(serve)
    for path, data in SENDING.items():
        prometheus.answers[path] = (
            200, {"Content-Type": "application/json"}, json.dumps({"status": "success", "data": data}).encode())  # fmt: skip
    prometheus.answers["/metrics"] = (200, {"Content-Type": "text/plain"}, PAGE.encode())
    began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))
    manager.answers["/api/v2/status"] = status(uptime=began)
    found = Way(prometheus.client, manager.client).measure((), ())
    lost = [one.message for one in found.findings if one.rule == "alertmanager unreachable"]
    early = [one.what for one in found.doubts if "until then" in one.what]
    assert (len(lost), len(early)) == ((0, 1) if is_new else (1, 0))
    assert "since its start got an error" in (*lost, *early)[0]
