"""A sample of the kill campaign: whole runs, killed while they work."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from surviving import PATIENCE

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture
def campaign(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import kill_campaign

    monkeypatch.setattr(kill_campaign, "PATIENCE", PATIENCE)
    return kill_campaign


@pytest.mark.parametrize(
    ("run", "victim", "number"),
    [
        ("tests", "run", signal.SIGKILL),
        ("load", "run", signal.SIGTERM),
        ("deployment", "run", signal.SIGHUP),
        ("load", "keeper", signal.SIGKILL),
    ],
)
def test_nothing_outlives_its_run(campaign, run, victim, number):
    assert campaign.end(campaign.Kill(run, victim, number, after=6.0, pause=1.0), "").left == []


def test_nothing_outlives_a_run_with_workers(campaign):
    pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
    assert campaign.end(campaign.Kill("workers", "worker", signal.SIGKILL, after=6.0, pause=1.0), "").left == []


def test_each_signal_is_tried_at_each_victim(campaign):
    drawn = campaign.drawn(100)
    assert {kill.number for kill in drawn if kill.victim == "run"} == {*campaign.POLITE, signal.SIGKILL}
    assert {(kill.run, kill.victim) for kill in drawn} >= {(run, "run") for run in campaign.RUNS}
    assert {kill.victim for kill in drawn} == {"run", *campaign.VICTIMS}
    assert all(0 < kill.after <= campaign.LATEST for kill in drawn)
