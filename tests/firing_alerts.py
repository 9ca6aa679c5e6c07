"""Settings of a rollback, and alerts that fire, in the shape of the published API."""

from __future__ import annotations

ROLLBACK = """
[tool.golive.rollback]
command = ["./deploy.sh", "--target", "{target}", "{previous}", "to day"]
notify = ["oncall", "#shop"]
security_alerts = { category = "security" }
"""
MANAGER = '\n[tool.golive.targets.staging.alerts.alertmanager]\nurl = "URL"\n'


def alert(name="TokensStolen", state="active", silenced=(), **labels):
    """An alert, as Alertmanager describes it."""
    return {
        "labels": {"alertname": name, "category": "security", **labels},
        "annotations": {},
        "receivers": [{"name": "pager"}],
        "status": {"state": state, "silencedBy": list(silenced), "inhibitedBy": []},
        "startsAt": "2026-11-27T12:59:01.5Z",
        "endsAt": "2999-01-01T00:00:00Z",
        "updatedAt": "2026-11-27T12:59:01.5Z",
        "fingerprint": "0a",
        "generatorURL": "",
    }
