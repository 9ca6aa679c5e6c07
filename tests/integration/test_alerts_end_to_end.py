"""A whole run against real servers: a needed alert is found, routed, and drilled, and people see that it was a drill."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from faulty_rules import ERRORS
from servers.alerting import Scene
from servers.alertmanager import Alertmanager
from servers.processes import free_port
from servers.prometheus import Prometheus, job
from servers.watching import program_of, until

pytestmark = pytest.mark.integration
GATE = "golive/infrastructure::alerting_configured"
RUNBOOK = {"runbook": "README.md#errors"}
SHOP = b'# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 7\nhttp_requests_total{code="500"} 0\n'
SETTINGS = """\
[project]
name = "shop"
version = "1.2.0"
[tool.golive.targets.staging]
url = "{shop}"
allow = ["drill"]
[tool.golive.targets.staging.metrics]
url = "{prometheus}"
selector = {{ job = "shop" }}
[tool.golive.targets.staging.alerts]
needed = ["error_rate"]
receivers = ["pager"]
rung = "drilled"
drill = {{ listen = "127.0.0.1:{port}", patience = "60s" }}
[tool.golive.targets.staging.alerts.alertmanager]
url = "{alertmanager}"
"""


@pytest.fixture
def scene(tmp_path_factory, start_server):
    """Both servers, and the port of the drill's webhook, to which they send."""
    folder = tmp_path_factory.mktemp("servers")
    for name in ("prometheus", "alertmanager"):
        (folder / name).mkdir()
    prometheus = start_server(Prometheus(folder / "prometheus", prefix="/prom"))
    alertmanager = start_server(Alertmanager(folder / "alertmanager", prefix="/alerts"))
    made = Scene(prometheus, alertmanager, f"http://127.0.0.1:{free_port()}")
    made.reset()
    return made


@pytest.fixture
def shop(scene, pytester, commit, serve, monkeypatch):
    """A project whose Prometheus and Alertmanager are real, and whose pager is the webhook of the drill."""
    made = serve(lambda request: (200, {"Content-Type": "text/plain"}, SHOP))
    scene.receive("heartbeat", {"webhook_configs": [{"url": made.url}]})
    rules = [
        {
            "alert": "ShopErrors",
            "expr": ERRORS,
            "for": "5m",
            "labels": {"severity": "critical"},
            "annotations": RUNBOOK,
        },
        {"alert": "Watchdog", "expr": "vector(1)"},
    ]
    scene.reconfigure(
        *[job("shop", made.url.removeprefix("http://"))],
        rules={"groups": [{"name": "shop", "rules": rules}]},
        alertmanagers=[scene.alertmanager.address],
        alertmanager_prefix="/alerts",
    )
    scene.prometheus.scrapes("shop")
    until(scene.sends, "Prometheus sends again")
    until(lambda: any(one[0] == "POST" for one in made.requests), "the dead man's switch arrives")
    monkeypatch.setenv("PATH", f"{Path(program_of('new', 'promtool')).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("COLUMNS", "300")
    values = {"shop": made.url, "prometheus": scene.prometheus.url, "alertmanager": scene.alertmanager.url}
    pytester.path.joinpath("pyproject.toml").write_text(SETTINGS.format(**values, port=scene.sink.rpartition(":")[2]))
    pytester.path.joinpath("README.md").write_text("# Shop\n\n## Errors\n\nRoll back.\n")
    commit(pytester.path)
    return scene


def test_a_run_with_a_fire_drill(shop, pytester):
    result = pytester.runpytest_subprocess(GATE, "-v", "--golive-allow=drill", timeout=600)
    result.stdout.fnmatch_lines(
        [
            "*PASS *",
            "*ShopErrors reaches: pager (webhook)*",
            "*fire drill *: delivered: it came for the receiver 'pager'*",
        ]
    )
    assert [one for one in shop.alertmanager.ask("/api/v2/alerts") if "golive_drill" in one["labels"]] == []
    unpermitted = pytester.runpytest_subprocess(GATE, "-v", timeout=600)
    said = "*no fire drill has shown that ShopErrors arrives, and each alert must be drilled*"
    unpermitted.stdout.fnmatch_lines(["*ERROR *", said])
    unpermitted.stdout.fnmatch_lines(["*golive-allow*drill*"])
