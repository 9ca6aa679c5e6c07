"""The gate about alerts: groups that are evaluated seldom or limit their alerts, long windows, memory in bytes."""

from __future__ import annotations

import json
import time

import pytest
from faked_prometheus import Prometheus, groups, rule
from faulty_rules import GOOD
from healthy_rules import ratio

GATE = "infrastructure::alerting_configured"
NOTHING = {"status": "success", "data": {"resultType": "vector", "result": []}}
IN_BYTES = 'process_resident_memory_bytes{job="shop"} > 4e8'


class WithoutLimits(Prometheus):
    """One that has no metric with the memory limit of a container."""

    def _answer(self, request):
        asked = request[1] + request[3].decode()
        if "memory_limit_bytes" in asked or "resource_limits" in asked:
            return 200, {"Content-Type": "application/json"}, json.dumps(NOTHING).encode()
        return super()._answer(request)


@pytest.fixture
def prometheus(shop, serve, monkeypatch):
    monkeypatch.setenv("COLUMNS", "600")
    monkeypatch.setattr("pytest_golive.targets.reaching.alert_rules.find_promtool", lambda _variables: "")
    made = WithoutLimits(serve)
    made.rules = groups(*(rule(one, IN_BYTES if one == "memory" else GOOD[one]) for one in GOOD))
    base = (shop.path / "pyproject.toml").read_text()
    alerts = "[tool.golive.targets.staging.alerts]\nneeded = ['error_rate', 'memory']\n"

    def configure(memory_limit="512MB", further=""):
        limit = f"\nmemory_limit = '{memory_limit}'\n[tool.golive.targets.staging.alerts.alert"
        own = (
            made.settings.replace("\n[tool.golive.targets.staging.alerts.alert", limit)
            if memory_limit
            else made.settings
        )
        shop.write("pyproject.toml", base + own + alerts + further)

    made.configure = configure
    configure()
    return made


def test_memory_in_bytes_passes_with_the_limit_of_the_settings(shop, prometheus):
    shop.passes(GATE, "*memory > 80 %: memory (> 78.125 % of memory_limit, for 5m, group shop): parsed*")
    prometheus.configure("450MB")
    shop.breaches(GATE, "*it fires at > 88.8889 % of memory_limit, not at > 80 %*")
    prometheus.configure("")
    shop.cannot_measure(GATE, "*memory (group shop): it compares the amount in use with 381.5 MiB*")


def test_a_group_that_is_evaluated_seldom_or_limits_its_alerts_is_a_breach(shop, prometheus):
    prometheus.rules[0]["interval"] = 3600
    shop.breaches(
        GATE,
        "*no alert fires at error rate > 2 %: error_rate (group shop): it fires up to 2h late, for it is evaluated "
        "each 1h, and may wait 15m*",
        "*no alert fires at memory > 80 %: *it fires up to 2h late*",
    )
    prometheus.rules[0] |= {"interval": 60, "limit": 1}
    shop.breaches(GATE, "*limit: 1 of group shop makes memory fail if it has more, and it may have 4*")
    prometheus.rules[0]["limit"] = 4
    shop.passes(GATE, "*limit: 4 of group shop, and 4 alerts at most now*")


def test_error_rates_over_days_are_breaches_whatever_the_settings_say(shop, prometheus):
    at = time.strftime("%Y-%m-%dT%H:%M:%S.123456789Z", time.gmtime())
    kept = {
        "type": "recording",
        "name": "job:errors:ratio3d",
        "query": ratio("3d"),
        "health": "ok",
        "lastEvaluation": at,
    }
    for text in (f"{ratio('3d')} > 0.02", "job:errors:ratio3d > 0.02"):
        prometheus.rules = groups(kept, rule("Slow", text), rule("memory", IN_BYTES))
        shop.breaches(
            GATE, "*no alert fires at error rate > 2 %: Slow (group shop): it looks back over 3d, and may over 1h*"
        )
    prometheus.configure(further="longest_window = '3d'\n")
    result = shop.judge(GATE)
    assert result.ret
    said = result.stdout.str() + result.stderr.str()
    assert "must be at most 24h: over more, a burst of errors drowns" in said


def test_rules_that_look_back_are_a_breach_wherever_that_is_written(shop, prometheus):
    """No list of rules shows it: neither that of the server's configuration, nor that of the group."""
    prometheus.answers["/api/v1/status/config"] = {
        "yaml": "global:\n  rule_query_offset: 30m\n  external_labels: {site: lab}\n"
    }
    shop.breaches(GATE, "*it waits 35m before it fires, and may wait 15m (for: 5m, and 30m by offsets, windows*")
    prometheus.answers["/api/v1/status/config"] = {"yaml": "global: {external_labels: {site: lab}}"}
    shop.passes(GATE, "*how far rules look back (query_offset): 0s; that of a group is only seen in files*")
    written = [
        {"alert": name, "expr": one["query"], "for": "5m"}
        for name, one in ((r["name"], r) for r in prometheus.rules[0]["rules"])
    ]
    shop.write("ops/rules.yml", json.dumps({"groups": [{"name": "shop", "query_offset": "20m", "rules": written[:1]}]}))
    prometheus.configure(further="rules = ['ops/rules.yml']\n")
    shop.breaches(GATE, "*it waits 25m before it fires*by offsets, windows*")
