"""A sample of the watches that are killed at random moments and resumed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent.parent / "benchmarks"


@pytest.fixture
def campaign(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import watch_kills

    return watch_kills


@pytest.mark.parametrize(
    ("script", "after"), [("healthy", (0.3, 1.7)), ("one breaks", (2.2,)), ("traffic stops", (0.9,))]
)
def test_the_verdict_of_a_watch_that_was_killed_is_true_or_an_honest_error(campaign, tmp_path, script, after):
    kill = campaign.end(campaign.Kill(script, after), tmp_path)
    assert kill.is_honest, kill


def test_a_watch_that_claims_too_much_would_be_seen(campaign):
    assert not campaign.Kill("one breaks", (), "successful").is_honest
    assert not campaign.Kill("healthy", (), "failed").is_honest
    assert not campaign.Kill("healthy", (), "").is_honest
    assert campaign.Kill("healthy", (), "error").is_honest


def test_each_script_is_killed_at_moments_of_its_own(campaign):
    drawn = campaign.drawn(30)
    assert {kill.script for kill in drawn} == set(campaign.SCRIPTS)
    assert len({kill.after for kill in drawn}) == 30
    assert {len(kill.after) for kill in drawn} == {1, 2, 3}
