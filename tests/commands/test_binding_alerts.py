"""Rows about alerts and error budgets are bound to their gates, and a limit that differs from the settings is shown."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main

SETTINGS = """\
[tool.golive.targets.staging]
url = "http://127.0.0.1:8000"
[tool.golive.targets.staging.slos]
files = ["slo.yml"]
budget_left = 10
"""
ALERTS, SLOS = "infrastructure::alerting_configured", "monitoring::slos_defined"


@pytest.mark.parametrize(
    ("row", "gate", "said"),
    [
        ("Error rate spike (> 2%)", ALERTS, "the same limit"),
        ("Memory leak (usage > 80%)", ALERTS, "the same limit"),
        ("Queue backlog (> 1000 items)", ALERTS, "the same limit"),
        ("Alert if error rate > 1%", ALERTS, "it says > 1 %, the gate > 2 %"),
        ("Queue backlog (> 500 items)", ALERTS, "it says > 500 items, the gate > 1000 items"),
        ("p95 > 500 ms alert", ALERTS, "the same limit"),
        ("Alert: p95 latency above 400 ms", ALERTS, "it says > 400 ms, the gate > 500 ms"),
        ("Memory alert > 80 %", ALERTS, "the same limit"),
        ("Alarm when the queue is over 1000 items", ALERTS, "the same limit"),
        ("Traces flowing", "infrastructure::traces_flow", "traces, flowing names it"),
        ("Metrics flowing", "infrastructure::metrics_flow", "metrics, flowing names it"),
        ("Error budget left >= 20 %", SLOS, "it says >= 20 %, the gate >= 10 %"),
    ],
)
def test_limits_of_alerts_are_compared(tmp_path, monkeypatch, capsys, *, row, gate, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "GO.md").write_text(f"# Go\n\n- [ ] {row}\n")
    assert main(["bind", "GO.md", "--print"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert gate in shown.partition("-> ")[2]
    assert said in shown
