"""The servers of metrics, alerts and traces run, and answer as the tests that use them expect."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from servers.alertmanager import Alertmanager, pair, webhook
from servers.processes import free_port
from servers.prometheus import Prometheus, job
from servers.victoria import VictoriaMetrics, VmAlert
from servers.watching import CLERK, TOOLS, Web, program_of, until

pytestmark = pytest.mark.integration
RULES = {"groups": [{"name": "shop", "rules": [{"alert": "Up", "expr": "up == 1", "labels": {"severity": "page"}}]}]}
HOUR = 3600


def otlp(trace_id, name="GET /", service="shop"):
    """The body of one span."""
    now = time.time_ns()
    span = {"traceId": trace_id, "spanId": token_hex(8), "name": name, "kind": 2}
    span |= {"startTimeUnixNano": str(now - 10**6), "endTimeUnixNano": str(now)}
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [span]}]}]}


def test_prometheus_scrapes_evaluates_and_alerts(prometheus, alertmanager, node_exporter):
    rules = RULES
    jobs = [job("node", node_exporter.address, labels={"instance": "this"}), job("gone", "127.0.0.1:9")]
    prometheus.configure(*jobs, rules=rules, alertmanagers=[alertmanager.address])
    prometheus.scrapes("node")
    until(lambda: prometheus.query('node_memory_MemTotal_bytes{job="node"}'), "the series are there")
    until(lambda: prometheus.query('up{job="gone"} == 0'), "the other target is down")
    until(
        lambda: [a for a in alertmanager.ask("/api/v2/alerts") if a["labels"]["alertname"] == "Up"], "it has the alert"
    )
    version = prometheus.ask("/api/v1/status/buildinfo")["data"]["version"]
    assert version.startswith("2.42." if prometheus.generation == "old" else "3.")


def test_prometheus_behind_a_prefix_and_a_password_has_a_past(generation, tmp_path, start_server):
    made = Prometheus(tmp_path, generation, prefix="/metrics-of-shop", web=Web(people=True))
    then = int(time.time()) - 5 * HOUR
    lines = ["# TYPE sold counter", *(f"sold_total {n} {then + 15 * n}" for n in range(40)), "# EOF", ""]
    made.backfill("\n".join(lines))
    server = start_server(made)
    assert [series["value"][1] for series in server.query("sold_total", time=then + 15 * 39)] == ["39"]
    plain = httpx.get(f"{server.url}/api/v1/query?query=up", trust_env=False)
    assert plain.status_code == 401
    assert httpx.get(f"http://{server.address}/api/v1/query?query=up", auth=CLERK, trust_env=False).status_code == 404


def test_prometheus_asks_its_clients_for_a_certificate(generation, tmp_path, start_server, certificates):
    server = start_server(Prometheus(tmp_path, generation, web=Web(tls=certificates, client=True)))
    assert server.ask("/api/v1/labels")["status"] == "success"
    with pytest.raises(httpx.HTTPError, match=r"(?i)certificate|handshake|reset|closed|disconnected"):
        httpx.get(server.url, verify=Web(tls=certificates).trust(), trust_env=False)


def test_alertmanager_routes_and_refuses_a_bad_configuration(generation, tmp_path, start_server):
    server = start_server(Alertmanager(tmp_path, generation, prefix="/pager"))
    server.configure({"route": {"receiver": "team"}, "receivers": [webhook("team", "http://127.0.0.1:9/")]})
    server.alert({"labels": {"alertname": "Drill", "drill": "1"}})
    found = until(lambda: server.ask("/api/v2/alerts", filter='drill="1"'), "the alert is there")
    assert found[0]["receivers"] == [{"name": "team"}]
    with pytest.raises(AssertionError, match="undefined receiver"):
        server.configure({"route": {"receiver": "nowhere"}, "receivers": []})
    version = server.ask("/api/v2/status")["versionInfo"]["version"]
    assert version.startswith("0.25." if generation == "old" else "0.")


def test_two_alertmanagers_form_a_cluster(generation, tmp_path, start_server):
    one, two = (start_server(server) for server in pair(tmp_path, generation))
    until(lambda: len(one.ask("/api/v2/status")["cluster"]["peers"]) == 2, "one sees two")
    assert len(two.ask("/api/v2/status")["cluster"]["peers"]) == 2


def test_victoria_metrics_scrapes_and_takes_a_past(victoria, node_exporter):
    now = int(time.time()) - HOUR
    victoria.fill("".join(f"sold_total {n} {(now + 15 * n) * 1000}\n" for n in range(40)))
    until(lambda: victoria.query("increase(sold_total[5m])", time=now + 15 * 39), "the past is there")
    victoria.configure(job("vm-node", node_exporter.address))
    victoria.reload()
    until(lambda: victoria.query('up{job="vm-node"} == 1'), "it scrapes")
    assert victoria.ask("/api/v1/rules") == {"status": "success", "data": {"groups": []}}


def test_vmalert_has_the_rules_and_victoria_metrics_can_lead_to_it(tmp_path, start_server, alertmanager):
    (tmp_path / "rules").mkdir()
    metrics = VictoriaMetrics(tmp_path, options=[f"-vmalert.proxyURL=http://127.0.0.1:{(port := free_port())}"])
    rules = {"groups": [{"name": "shop", "rules": [{"alert": "Drill", "expr": "vector(1)", "labels": {"by": "vm"}}]}]}
    start_server(metrics)
    server = start_server(VmAlert(tmp_path / "rules", metrics.url, alertmanager.url, rules, port=port))
    until(lambda: alertmanager.ask("/api/v2/alerts", filter='by="vm"'), "the alert has fired")
    for asked in (server, metrics):
        (group,) = asked.ask("/api/v1/rules")["data"]["groups"]
        assert [(rule["name"], rule["type"], rule["health"]) for rule in group["rules"]] == [
            ("Drill", "alerting", "ok")
        ]


def test_jaeger_finds_what_it_was_sent(jaeger):
    trace = token_hex(16)
    assert jaeger.send("GET", f"/api/traces/{trace}").status_code == 404
    sent = httpx.post(f"{jaeger.otlp}/v1/traces", json=otlp(trace), trust_env=False)
    assert sent.status_code == 200
    assert [span["operationName"] for span in jaeger.trace(trace)["spans"]] == ["GET /"]
    spans = jaeger.ask(f"/api/v3/traces/{trace}")["result"]["resourceSpans"]
    assert [resource["scopeSpans"][0]["spans"][0]["traceId"] for resource in spans] == [trace]


def test_zipkin_finds_what_it_was_sent(zipkin):
    trace = token_hex(16)
    assert zipkin.send("GET", f"/api/v2/trace/{trace}").status_code == 404
    span = {"traceId": trace, "id": token_hex(8), "name": "get", "localEndpoint": {"serviceName": "shop"}}
    assert zipkin.send("POST", "/api/v2/spans", json=[span]).status_code == 202
    assert [found["name"] for found in zipkin.trace(trace)] == ["get"]


def test_the_tools_beside_the_servers_run(generation, tmp_path):
    rules = tmp_path / "rules.yml"
    rules.write_text("groups: [{name: x, rules: [{alert: Down, expr: up == 0}]}]\n")
    routes = tmp_path / "routes.yml"
    routes.write_text("{route: {receiver: team}, receivers: [{name: team}]}\n")
    checks = [program_of(generation, "promtool"), "check", "rules", str(rules)]
    routing = [program_of(generation, "amtool"), "config", "routes", "test", f"--config.file={routes}", "severity=page"]
    for command, said in ((checks, "1 rules found"), (routing, "team")):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert (done.returncode, said in done.stdout) == (0, True), done.stdout + done.stderr


def test_what_cannot_be_fetched_names_the_cure(tmp_path):
    said = {}
    for tool in ("prometheus", "zipkin"):
        environment = {"PATH": _only(tmp_path, "bash", "dirname", "mkdir"), "XDG_CACHE_HOME": str(tmp_path)}
        done = subprocess.run(
            ["/bin/bash", TOOLS / tool], env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 2, done.stderr
        said[tool] = done.stderr
    assert "There is no apt-get" in said["prometheus"]
    assert "Install Maven and Java" in said["zipkin"]


def _only(folder: Path, *names: str) -> str:
    """A folder of programs that has no more than these."""
    place = folder / "bin"
    place.mkdir(exist_ok=True)
    for name in names:
        if not (place / name).exists():
            (place / name).symlink_to(Path("/usr/bin") / name)
    return str(place)
