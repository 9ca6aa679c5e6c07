"""Bodies of health checks: of frameworks, healthy and unhealthy, and harmless and harmful variants."""

from __future__ import annotations

import codecs
import json

RAILS = "<!DOCTYPE html><html><body style='background-color: {}'></body></html>"
K8S = "[+]ping ok\n[+]log ok\n{}\nhealthz check {}\n"
# The framework's answer, and how it looks when something is ill.
FRAMEWORKS = {
    "Spring Actuator": (
        {"status": "UP", "components": {"db": {"status": "UP", "details": {"database": "PostgreSQL"}}}},
        {"status": "UP", "components": {"db": {"status": "DOWN", "details": {"error": "refused"}}}},
    ),
    "Spring Boot 1": ({"status": "UP", "db": {"status": "UP"}}, {"status": "OUT_OF_SERVICE", "db": {"status": "UP"}}),
    "ASP.NET Core": ("Healthy", "Degraded"),
    "ASP.NET Core, entries": (
        {"status": "Healthy", "entries": {"db": {"data": {}, "status": "Healthy", "tags": ["ready"]}}},
        {"status": "Degraded", "entries": {"db": {"data": {}, "status": "Unhealthy", "tags": ["ready"]}}},
    ),
    "MicroProfile": (
        {"status": "UP", "checks": [{"name": "db", "status": "UP", "data": {}}]},
        {"status": "UP", "checks": [{"name": "db", "status": "DOWN", "data": {}}]},
    ),
    "MicroProfile 1": ({"outcome": "UP", "checks": [{"name": "db", "state": "UP"}]}, {"outcome": "DOWN", "checks": []}),
    "django-health-check": (
        {"DatabaseBackend": "working", "Cache backend: default": "working"},
        {"DatabaseBackend": "working", "Cache backend: default": "unavailable: unknown error"},
    ),
    "django-watchman": ({"caches": [{"default": {"ok": True}}]}, {"caches": [{"default": {"ok": False}}]}),
    "Kubernetes": (K8S.format("[+]etcd ok", "passed"), K8S.format("[-]etcd failed: reason withheld", "failed")),
    "health+json": (
        {"status": "pass", "checks": {"db:time": [{"observedValue": 250, "status": "pass", "output": ""}]}},
        {"status": "fail", "checks": {"db:time": [{"status": "fail", "output": "refused"}]}},
    ),
    "Terminus": (
        {"status": "ok", "info": {"db": {"status": "up"}}, "error": {}, "details": {"db": {"status": "up"}}},
        {"status": "ok", "info": {}, "error": {"db": {"status": "down"}}, "details": {"db": {"status": "down"}}},
    ),
    "go-health": ({"status": "ok", "details": {}}, {"status": "failed", "details": {"db": {"err": "refused"}}}),
    "health-go": ({"status": "OK"}, {"status": "Partially Available", "failures": {"rabbit": "timeout"}}),
    "heptiolabs": ({}, {"redis": "timeout"}),
    "Dropwizard": (
        {"deadlocks": {"healthy": True, "duration": 0}, "db": {"healthy": True}},
        {"deadlocks": {"healthy": True, "duration": 0}, "db": {"healthy": False, "message": "refused"}},
    ),
    "Symfony": (
        {"globalStatus": "OK", "checks": [{"status": 0, "status_name": "check_result_ok"}]},
        {"globalStatus": "KO", "checks": [{"status": 2, "status_name": "check_result_critical"}]},
    ),
    "Laravel": (
        {"checkResults": [{"name": "disk", "status": "ok"}, {"name": "queue", "status": "skipped"}]},
        {"checkResults": [{"name": "disk", "status": "crashed"}]},
    ),
    "Rails": (RAILS.format("green"), RAILS.format("red")),
    "OkComputer": ("default: PASSED up (0s)\ndb: PASSED Schema", "default: PASSED up (0s)\ndb: FAILED Schema"),
    "Elasticsearch": ({"status": "green", "timed_out": False}, {"status": "red", "timed_out": False}),
    "Consul": ([{"CheckID": "serf", "Status": "passing"}], [{"CheckID": "serf", "Status": "critical"}]),
    "etcd": ({"health": "true", "reason": ""}, {"health": "false", "reason": "no leader"}),
    "gRPC gateway": ({"status": "SERVING"}, {"status": "NOT_SERVING"}),
    "Airflow": (
        {"scheduler": {"status": "healthy"}, "triggerer": {"status": None}},
        {"scheduler": {"status": "unhealthy"}, "triggerer": {"status": None}},
    ),
    "Express": ({"uptime": 1.5, "message": "OK", "timestamp": 17}, {"uptime": 1.5, "message": "unreachable"}),
    "GitLab": ({"status": "ok", "db_check": [{"status": "ok"}]}, {"status": "ok", "db_check": [{"status": "failed"}]}),
    "Kibana": (
        {"status": {"overall": {"level": "available", "summary": "All services are available"}}},
        {"status": {"overall": {"level": "critical", "summary": "3 services are critical"}}},
    ),
    "py-healthcheck": (
        {"status": "success", "results": [{"checker": "redis", "output": "redis ok", "passed": True}]},
        {"status": "success", "results": [{"checker": "redis", "output": "no route", "passed": False}]},
    ),
    "Jaeger": ({"status": "Server available", "uptime": "1m"}, {"status": "Server not available", "uptime": "1m"}),
    "JSend": ({"status": "success", "data": {}}, {"status": "error", "message": "refused"}),
    "XML": ("<health><status>UP</status></health>", "<health><status>DOWN</status></health>"),
    "YAML": ("status: UP\nversion: 1", "status: DOWN\nversion: 1"),
}
HARMLESS = [
    b"", "ok\n", "pong", "I'm alive!", "true", "200", '"OK"', "[]", "Hello, World!", "1.2.0", "All systems operational",
    {"version": "1.2.0"}, {"status": 200}, {"ok": 1}, {"data": {"status": "ok"}}, {"status": "up and running"},
    {"status": "no errors"}, {"status": "No issues detected"}, "SERVER_IS_NOT_SHUTTING_DOWN", {"status": "ok", "error": None, "errors": []}, {"healthy": 3, "unhealthy": 0},
    {"status": "ok", "log_level": "error"}, {"status": "ok", "lastDeploy": {"status": "failed"}},
    {"status": "UP", "breaker": {"state": "CLOSED"}}, {"status": "UP", "discovery": {"status": "UNKNOWN"}},
    {"status": "ok", "features": {"payments": False}, "cache": False}, {"status": "ok", "database": "PostgreSQL", "debug": False},
    {"status": "ok", "maintenance": False}, {"initialized": True, "sealed": False}, ")]}',\n{\"status\": \"UP\"}",
    codecs.BOM_UTF8 + b'{"status": "UP"}', codecs.BOM_UTF16_LE + '{"status":"UP"}'.encode("utf-16-le"),
    "<html><head><title>Errors</title></head><body><!-- down -->Healthy</body></html>",
    "<html><body><h1>Shop</h1><p>Should a delivery ever fail, or an offer be down, you pay nothing.</p></body></html>",
    "# TYPE http_errors_total counter\nhttp_errors_total 3\nup 1\n",
]  # fmt: skip
ILL = [
    '\n{"status": "DOWN"}', '\r\n \t{"status": "DOWN"}', codecs.BOM_UTF8 + b'{"status": "DOWN"}',
    codecs.BOM_UTF8 + b'\n\n{"status": "DOWN"}', codecs.BOM_UTF16_LE + '{"status":"DOWN"}'.encode("utf-16-le"),
    '{"status":"DOWN"}'.encode("utf-16-be"), ")]}',\n{\"status\": \"DOWN\"}", 'callback({"status": "DOWN"})',
    [{"status": "DOWN"}], ["DOWN"], {"data": {"status": "DOWN"}}, {"health": {"db": {"status": "DOWN"}}},
    {"healthy": False}, {"isHealthy": False}, {"Status": "DOWN"}, {"STATUS": "down"}, {"service_status": "Down"},
    '{"status": "UP", "status": "DOWN"}', '{"status": "DOWN", "status": "UP"}', {"ready": False}, {"live": 0},
    {"status": False}, {"status": 503}, {"statusCode": 500}, {"status": None}, {"status": ""}, {"status": "UNKNOWN"},
    {"status": "not ok"}, {"status": "2 incidents"}, "SERVER_IS_NOT_READY", {"status": "OutOfService"}, {"status": "starting"}, {"status": "shutting_down"},
    {"status": "Unhealthy: no disk"}, {"success": False}, {"status": "ok", "errors": ["no disk"]}, {"error": "no disk"},
    {"status": {"code": "DOWN"}}, {"status": ["DOWN"]}, {"maintenance": True}, {"unhealthy": 1, "healthy": 2},
    {"status": "ok", "database": "unreachable"}, {"db": False}, {"db": "false"}, {"checks": {"shop": False}},
    {"database": "not connected"}, {"redis": "ERR"}, {"db": "Connection refused"}, {"redis": "no connection"},
    {"hystrix": {"status": "CIRCUIT_OPEN"}}, "degraded", "DOWN", '"DOWN"', "false", "null", "Critical - disk full",
    "503 Service Unavailable", "status=DOWN", "db: ok\ncache: DOWN", "[-]etcd failed",
    "<html><body>DOWN</body></html>", "<h1>Service Unavailable</h1>",
]  # fmt: skip
NOT_UNDERSTOOD = [
    {"status": "weird"}, {"status": 0}, {"status": 1}, '{"status": NaN}', {"status": "OK, 2 of 3 are down"}, "kaputt",
    "status: weird\nversion: 1", '{"status": "UP"', '{"status": "UP"}\n{"status": "UP"}', '{"status": "UP"} trailing',
    "[" * 100_000, '{"a":' * 50 + "1" + "}" * 50, json.dumps([{"a": 1}] * 20_001), "1", "NaN",
]  # fmt: skip
